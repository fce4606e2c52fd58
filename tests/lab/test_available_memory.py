"""What is read of the machine, of control groups and of limits, and what is made of it."""

import resource

import pytest

from rnnviz.lab.memory.available_memory import available_bytes

GB = 10**9


@pytest.fixture
def system(tmp_path):
    """Writes a system's files; returns what is available on it."""

    def of(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return available_bytes(tmp_path / "proc", tmp_path / "cgroup")

    return of


MEMINFO = "MemTotal:       32000000 kB\nMemFree:  100 kB\nMemAvailable:   16000000 kB\n"


def test_this_machine_has_memory():
    assert available_bytes() > 10**7


def test_the_machine_says_how_much_is_available(system):
    assert system(proc__meminfo=MEMINFO) == 16_000_000 * 1024


def test_a_control_group_of_the_second_version_leaves_less(system):
    found = system(
        proc__meminfo=MEMINFO,
        proc__self__cgroup="0::/a/b\n",
        cgroup__a__memory_dot_max=f"{2 * GB}\n",
        cgroup__a__memory_dot_current=f"{GB}\n",
        cgroup__a__memory_dot_stat="anon 5\ninactive_file 1000\n",
        cgroup__a__b__memory_dot_max="max\n",
        cgroup__a__b__memory_dot_current="77\n",
    )
    assert found == GB + 1000


def test_a_container_sees_its_group_as_the_root(system):
    found = system(
        proc__meminfo=MEMINFO,
        proc__self__cgroup="0::/not/seen/here\n",
        cgroup__memory_dot_max=f"{GB}\n",
        cgroup__memory_dot_current=f"{GB // 4}\n",
    )
    assert found == GB - GB // 4


def test_a_control_group_of_the_first_version_leaves_less(system):
    found = system(
        proc__meminfo=MEMINFO,
        proc__self__cgroup="5:cpu:/\n4:memory:/box\n0::/\n",
        cgroup__memory__box__memory_dot_limit_in_bytes=f"{GB}\n",
        cgroup__memory__box__memory_dot_usage_in_bytes=f"{GB // 2}\n",
        cgroup__memory__memory_dot_limit_in_bytes="9223372036854771712\n",
        cgroup__memory__memory_dot_usage_in_bytes="0\n",
    )
    assert found == GB // 2


def test_a_full_group_leaves_nothing(system):
    found = system(
        proc__self__cgroup="0::/\n",
        cgroup__memory_dot_max="1000\n",
        cgroup__memory_dot_current="5000\n",
    )
    assert found == 0


@pytest.mark.parametrize("text", ["", "MemAvailable: much kB\n", "\x00\xff" * 9])
def test_a_system_that_does_not_tell_is_taken_for_half_its_memory(system, text):
    assert system(proc__meminfo=text) > 10**7


def test_a_limit_of_the_address_space_counts(system, monkeypatch):
    def limits(kind):
        return (GB if kind == resource.RLIMIT_AS else resource.RLIM_INFINITY, 0)

    monkeypatch.setattr(resource, "getrlimit", limits)
    used = 100 * resource.getpagesize()
    assert system(proc__meminfo=MEMINFO, proc__self__statm="100 50 1\n") == GB - used
