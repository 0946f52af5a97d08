from contest.organising.package_reading import Package
from contest.organising.problems import Problem


def check_package(package: Package) -> list[Problem]:
    return list(package.problems)
