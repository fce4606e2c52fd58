"""Fields, sliders, labels, forms and layouts that know nothing of networks."""
