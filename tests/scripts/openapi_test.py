"""The running service against its OpenAPI document: every operation called, well and badly, every answer validated.

A subject whose operations need bodies or ids has a function in one of the files openapi_*.py beside this. What no function calls and is a GET is called by itself, its path filled from
the list beside it; any operation that was never answered well fails the test.
"""
import re
import subprocess
import sys
import tempfile

from openapi_administration import accounts, facts, institutions, log, sessions
from openapi_document import PASSWORD, ROOT, Document, Service, counts, expect
from openapi_drafts import drafts, shadows
from openapi_findings import findings, jobs, knowledge
from openapi_gateway import gateway, reminders

ROLES = ("administrator", "inspector", "reviewer", "analyst", "hospital", "auditor")
SUBJECTS = (sessions, accounts, institutions, log, facts, gateway, jobs, findings, knowledge, drafts, shadows, reminders)


def fill(doc, pattern, item):
    """Values for the path's last part from a row of the list beside it; None when the row has no such member."""
    name = re.findall(r"{([^}]+)}", pattern)[-1]
    for key in (name, *(k for k in item if k.endswith("_" + name) or k in ("code", "no"))):
        if key in item:
            return {name: str(item[key])}
    return None


def get_by_itself(doc, name):
    method, pattern, operation = doc.operations[name]
    roles = [None] if operation.get("security") == [] else ROLES
    for role in roles:
        path = {}
        if "{" in pattern:
            beside = pattern[:pattern.index("/{")]
            listed = doc.service.ask("GET", beside, doc.service.token(role))
            items = listed.json().get("items", []) if listed.status == 200 else []
            path = fill(doc, pattern, items[0]) if items else None
        if path is None or pattern.count("{") > 1:
            continue
        if doc.call(name, role, path).status < 300:
            return


def call_badly(doc, name):
    """Without a session 401; with an unknown parameter, a body that is no object, or nothing behind the path, another 4xx."""
    method, pattern, operation = doc.operations[name]
    if operation.get("x-gateway"):
        return  # what is wrong is told in the answer: see gateway()
    nowhere = {part: "none" for part in re.findall(r"{([^}]+)}", pattern)}
    if operation.get("security") == []:
        if method == "GET":
            answer = doc.service.ask("POST", pattern, body="{}")
            # The gateway takes POST at every short path and answers in its own way.
            expect(f"POST at {pattern} is no success", answer.status >= 400 or answer.json().get("infcode") in (-1, "-1"), answer.body[:200])
        return
    doc.call(name, None, nowhere, status=401)
    body = None
    headers = {}
    if "requestBody" in operation:
        body = "[]"
        headers["Content-Type"] = list(operation["requestBody"]["content"])[0]
    for role in ROLES:
        answer = doc.call(name, role, nowhere, query="?no_such_parameter=1" if method == "GET" else "", body=body, headers=headers)
        if answer.status != 403 and not (method != "GET" and body is None and "{" not in pattern):
            expect(f"{name} called badly as {role} is refused", 400 <= answer.status < 500, f"{answer.status} {answer.body[:200]}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        service = Service(folder)
        expect("the service says where it is and who may try it", service.port and PASSWORD in service.said and "demo-hospital" in service.said,
               service.said)
        try:
            doc = Document(service)
            for subject in SUBJECTS:
                subject(doc)
            for name, (method, _, _) in doc.operations.items():
                if name not in doc.called and method == "GET":
                    get_by_itself(doc, name)
            for name in doc.operations:
                expect(f"{name} was called and answered well", name in doc.called)
            for name in doc.operations:
                if name not in ("logOut", "logOutEverywhere"):  # these need no more than a session, and would end it
                    call_badly(doc, name)
        finally:
            code = service.stop()
        expect("the service ends well", code == 0, str(code))
    check = subprocess.run([sys.executable, f"{ROOT}/tools/openapi.py", "--check"], capture_output=True, text=True, check=False)
    expect("src/server/openapi.json is what docs/openapi*.yaml say", check.returncode == 0, check.stderr)


main()
print(f"{counts['passed']} passed, {counts['failed']} failed")
sys.exit(1 if counts["failed"] else 0)
