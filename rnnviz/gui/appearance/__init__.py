"""How everything looks: theme, icons, fonts, and the characters that fonts lack."""
