"""The running service against its OpenAPI document: every operation called, well and badly, every answer validated.

A subject whose operations need bodies or ids has a function below. What no function calls and is a GET is called by itself, its path filled from
the list beside it; any operation that was never answered well fails the test.
"""
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

try:
    import jsonschema
except ImportError:  # the system's Python has it, whichever stands first on the PATH
    if sys.executable != "/usr/bin/python3":
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    raise

YISHOU = os.environ["YISHOU_BINARY"]
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PASSWORD = "Yishou-Demo-2026"
ROLES = ("administrator", "inspector", "reviewer", "analyst", "hospital", "auditor")
passed = failed = 0


def expect(what, condition, said=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}\n{said}")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.type = headers.get("content-type", "").split(";")[0]

    def json(self):
        return json.loads(self.body)


class Service:
    """The program on a small city, with one session of each demonstration account."""

    def __init__(self, folder):
        def run(*words):
            subprocess.run([YISHOU, *words], check=True, stdout=subprocess.DEVNULL)

        run("simulate", "--persons", "200", "--months", "3", "--seed", "3", "--out", f"{folder}/city")
        subprocess.run([YISHOU, "load", "--lake", f"{folder}/lake", f"{folder}/city"], check=False, stdout=subprocess.DEVNULL)
        self.process = subprocess.Popen(
            [YISHOU, "serve", "--lake", f"{folder}/lake", "--base", f"{folder}/base", "--state", f"{folder}/state", "--listen",
             "127.0.0.1:0", "--gateway", "open", "--demonstration", "--request-rate", "100000", "--login-rate", "1000",
             "--log-file", f"{folder}/log", "--lang", "en"], stdout=subprocess.PIPE, text=True)
        self.said = ""
        self.port = 0
        for line in self.process.stdout:
            self.said += line
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found.group(1))
            if "paasid=" in line:
                break
        self.connection = None
        self.tokens = {}

    def ask(self, method, target, token=None, body=None, headers=None):
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if body is not None and "Content-Type" not in sent:
            sent["Content-Type"] = "application/json"
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body, ensure_ascii=False)
        if isinstance(body, str):
            body = body.encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, target, body, sent)
        got = connection.getresponse()
        answer = Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
        connection.close()
        return answer

    def token(self, role):
        if role not in self.tokens:
            login = "admin" if role == "administrator" else f"demo-{role}"
            got = self.ask("POST", "/v1/session", body={"login": login, "password": PASSWORD})
            self.tokens[role] = got.json()["token"]
        return self.tokens[role]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


class Document:
    """Calls operations by their id and holds each answer against what is written."""

    def __init__(self, service):
        self.service = service
        self.whole = service.ask("GET", "/openapi.json").json()
        self.operations = {}
        for path, item in self.whole["paths"].items():
            for method, operation in item.items():
                if method != "parameters":
                    self.operations[operation["operationId"]] = (method.upper(), path, operation)
        self.called = set()

    def resolve(self, node):
        while "$ref" in node:
            target = self.whole
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            node = target
        return node

    def check(self, name, answer, what):
        operation = self.operations[name][2]
        described = operation["responses"].get(str(answer.status))
        expect(f"{what}: status {answer.status} is documented", described is not None, answer.body[:300])
        if described is None:
            return
        content = self.resolve(described).get("content")
        if not content:
            expect(f"{what}: {answer.status} has no body", not answer.body, answer.body[:300])
            return
        expect(f"{what}: {answer.type} is documented for {answer.status}", answer.type in content, str(list(content)))
        if answer.type not in content or not answer.type.endswith("json"):
            return
        schema = {"$ref": "#/here", "here": content[answer.type]["schema"], "components": self.whole["components"]}
        errors = list(jsonschema.Draft202012Validator(schema).iter_errors(answer.json()))
        expect(f"{what}: the body fits its schema", not errors,
               "".join(f"{list(e.absolute_path)}: {e.message[:300]}\n" for e in errors[:5]))

    def call(self, name, role=None, path=None, query="", body=None, headers=None, status=None):
        method, pattern, _ = self.operations[name]
        target = re.sub(r"{([^}]+)}", lambda m: (path or {})[m.group(1).rstrip(".")], pattern) + query
        answer = self.service.ask(method, target, self.service.token(role) if role else None, body, headers)
        what = f"{name} as {role or 'nobody'}"
        self.check(name, answer, what)
        if status is not None:
            expect(f"{what} answers {status}", answer.status == status, f"{answer.status} {answer.body[:300]}")
        if answer.status < 300:
            self.called.add(name)
        return answer


def sessions(doc):
    doc.call("logIn", body={"login": "demo-analyst", "password": "wrong"}, status=401)
    token = doc.call("logIn", body={"login": "demo-analyst", "password": PASSWORD}, status=201).json()["token"]
    doc.service.tokens["leaving"] = token
    doc.call("logOut", "leaving", status=204)
    doc.call("logOut", "leaving", status=401)
    doc.call("seeSession", "analyst", status=200)
    doc.call("seeOwnSessions", "analyst", status=200)


def accounts(doc):
    made = doc.call("makeAccount", "administrator", body={"login": "new", "display_name": "新", "role": "analyst", "regions": ["61"]}, status=201)
    id = {"id": made.json()["account_id"]}
    doc.call("makeAccount", "administrator", body={"login": "new", "display_name": "新", "role": "analyst", "regions": ["61"]}, status=409)
    doc.call("makeAccount", "analyst", body={}, status=403)
    doc.call("listAccounts", "auditor", query="?limit=2", status=200)
    seen = doc.call("seeAccount", "auditor", id, status=200)
    doc.call("seeAccount", "auditor", id, headers={"If-None-Match": seen.headers["etag"]}, status=304)
    doc.call("changeAccount", "administrator", id, body={"active": True}, status=428)
    doc.call("changeAccount", "administrator", id, body={"active": True}, headers={"If-Match": '"x"'}, status=412)
    doc.call("changeAccount", "administrator", id, body={"display_name": "新二"}, headers={"If-Match": seen.headers["etag"]}, status=200)
    given = doc.call("resetPassword", "administrator", id, status=200).json()["one_time_password"]
    token = doc.call("logIn", body={"login": "new", "password": given}, status=201).json()["token"]
    doc.service.tokens["new"] = token
    doc.call("changePassword", "new", body={"old_password": given, "new_password": "weak"}, status=400)
    doc.call("changePassword", "new", body={"old_password": given, "new_password": "Better-Pass-9"}, status=204)
    for _ in range(2):
        doc.service.tokens["new"] = doc.call("logIn", body={"login": "new", "password": "Better-Pass-9"}, status=201).json()["token"]
    held = doc.call("listSessions", "administrator", id, status=200).json()["items"]
    doc.call("endSession", "administrator", {**id, "session_id": held[0]["session_id"]}, status=204)
    doc.call("endSession", "administrator", {**id, "session_id": "none"}, status=404)
    doc.call("endSessions", "administrator", id, status=204)
    doc.service.tokens["new"] = doc.call("logIn", body={"login": "new", "password": "Better-Pass-9"}, status=201).json()["token"]
    doc.call("logOutEverywhere", "new", status=204)


def institutions(doc):
    made = doc.call("makeToken", "administrator", body={"institution": "H1", "name": "HIS", "ends_at": "2027-12-31"}, status=201).json()
    doc.service.tokens["program"] = made["token"]
    doc.call("seeSession", "program", status=200)
    doc.call("listTokens", "administrator", status=200)
    doc.call("revokeToken", "administrator", {"id": made["token_id"]}, status=204)
    doc.call("seeSession", "program", status=401)
    code = {"code": "H1"}
    body = {"paasid": "p1", "token": "t1", "apikey": "a1", "single_object": True}
    doc.call("putInstitutionSettings", "administrator", code, body=body, status=428)
    etag = doc.call("putInstitutionSettings", "administrator", code, body=body, headers={"If-None-Match": "*"}, status=201).headers["etag"]
    doc.call("putInstitutionSettings", "administrator", code, body=body, headers={"If-None-Match": "*"}, status=412)
    doc.call("putInstitutionSettings", "administrator", code, body={"language": "en"}, headers={"If-Match": etag}, status=200)
    doc.call("seeInstitutionSettings", "administrator", code, status=200)
    doc.call("listInstitutionSettings", "administrator", status=200)


def log(doc):
    doc.call("readLog", "auditor", query="?limit=200", status=200)
    doc.call("readLog", "auditor", query="?action=make_account&from=2020-01-01", status=200)
    doc.call("verifyLog", "auditor", status=200)


def facts(doc):
    row = {"fixmedins_code": "H1", "fixmedins_name": "一院", "fixmedins_type": "1"}
    ndjson = {"Content-Type": "application/x-ndjson"}
    doc.call("takeFacts", "administrator", {"table": "fixmedins_b"}, body=json.dumps(row) + "\nnot json\n", headers=ndjson, status=200)
    doc.call("takeFacts", "administrator", {"table": "none"}, body="{}\n", headers=ndjson, status=404)


def gateway(doc):
    with open(f"{ROOT}/tests/gateway/newtouch_3101.json", encoding="utf-8") as file:
        message = file.read()
    for name, path in (("gatewayByNumber", {"number": "3101"}), ("gatewayByInfno", {}),
                       ("gatewayByMethod", {"service": "riskConService", "method": "beforeAnalyze"})):
        expect(f"{name} answers the message", str(doc.call(name, path=path, body=message, status=200).json()["infcode"]) == "0")
        expect(f"{name} refuses what is no message", str(doc.call(name, path=path, body="{", status=200).json()["infcode"]) == "-1")


def jobs(doc):
    """An audit, whose findings the functions after it work on; a back-test; one that is cancelled."""
    def run(body, status="done"):
        no = {"no": str(doc.call("startJob", "inspector", body=body, status=201).json()["job_no"])}
        for _ in range(600):
            seen = doc.call("seeJob", "inspector", no, status=200).json()
            if seen["state"] not in ("waiting", "running"):
                break
            time.sleep(0.1)
        expect(f"the job {body['kind']} ends as {status}", seen["state"] == status, str(seen))
        return no
    audit = run({"kind": "audit", "parameters": {}})
    doc.call("seeJobResult", "inspector", audit, status=200)
    backtest = run({"kind": "backtest", "parameters": {"settings": ["child_max_years=10"]}})
    doc.call("seeJobResult", "inspector", backtest, status=200)
    doc.call("seeJobResult", "inspector", backtest, query="?file=changes.csv", status=200)
    no = {"no": str(doc.call("startJob", "inspector", body={"kind": "audit"}, status=201).json()["job_no"])}
    expect("a job is cancelled, or has ended", doc.call("cancelJob", "inspector", no).status in (202, 409))
    doc.call("listJobs", "inspector", query="?limit=1", status=200)


def findings(doc):
    listed = doc.call("listFindings", "inspector", query="?limit=5&sort=amount", status=200).json()["items"]
    doc.call("groupFindings", "inspector", query="?by=rule", status=200)
    expect("the audit left findings", len(listed) == 5, str(len(listed)))
    first = listed[0]["finding_id"]
    seen = doc.call("seeFinding", "inspector", {"id": first}, status=200)
    step = {"step": "note", "text": "看过"}
    doc.call("takeStep", "inspector", {"id": first}, body=step, status=428)
    doc.call("takeStep", "inspector", {"id": first}, body=step, headers={"If-Match": '"old"'}, status=412)
    doc.call("takeStep", "inspector", {"id": first}, body=step, headers={"If-Match": seen.headers["etag"]}, status=200)
    some = [{"finding_id": one["finding_id"], "version": one["version"]} for one in listed[1:]]
    doc.call("takeSteps", "inspector", body={"findings": some, "step": "confirm"}, status=200)
    doc.call("listFindings", "inspector", query=f"?same_lines={first}", status=200)
    pdf = {"Content-Type": "application/octet-stream"}
    file = doc.call("addFindingFile", "inspector", {"id": first}, query="?name=a.pdf", body=b"%PDF-1.7", headers=pdf, status=201).json()
    doc.call("addFindingFile", "inspector", {"id": first}, query="?name=a.png", body=b"%PDF-1.7", headers=pdf, status=400)
    doc.call("addFindingFile", "inspector", {"id": first}, query="?name=a.pdf", body=b"x" * (5 << 20 | 1), headers=pdf, status=413)
    doc.call("listFindingFiles", "inspector", {"id": first}, status=200)
    doc.call("seeFindingFile", "inspector", {"id": first, "file_no": str(file["file_no"])}, status=200)
    doc.call("seeFindingFile", "inspector", {"id": first, "file_no": "999"}, status=404)
    doc.call("listFindingViews", "inspector", {"id": first}, status=200)
    doc.call("listAssignees", "inspector", {"id": first}, status=200)
    kept = doc.call("keepSearch", "inspector", body={"name": "大额", "query": "least=1000", "shared": True}, status=201).json()
    doc.call("listSavedSearches", "reviewer", status=200)
    doc.call("removeSearch", "reviewer", {"search_no": str(kept["search_no"])}, status=404)
    doc.call("removeSearch", "inspector", {"search_no": str(kept["search_no"])}, status=204)
    doc.call("exportFindings", "inspector", query="?format=csv", status=200)
    doc.call("exportFindings", "inspector", query="?format=xlsx", status=200)
    person = {"psn_no": next(one["psn_no"] for one in listed if one["psn_no"])}
    doc.call("seePerson", "inspector", person, status=400)
    doc.call("seePerson", "inspector", person, query="?reason=" + urllib.parse.quote("复核疑点"), status=200)
    doc.call("unmaskPerson", "inspector", person, body={"reason": "电话核实就诊"}, status=200)
    doc.call("seeOverview", "inspector", status=200)
    doc.call("seeOverview", "hospital", query="?from=2026-01-01&to=2026-12-01", status=200)
    own = {"code": doc.call("listInstitutions", "hospital", status=200).json()["items"][0]["fixmedins_code"]}
    for role in ("administrator", "inspector", "hospital"):
        doc.call("seeInstitutionProfile", role, own, status=200)
    doc.call("groupFindings", "inspector", query=f"?by=doctor&institution={own['code']}", status=200)
    doc.call("listPersonLines", "inspector", person, query="?limit=3&reason=" + urllib.parse.quote("复核疑点"), status=200)


def knowledge(doc):
    doc.call("reloadKnowledge", "analyst", status=200)
    doc.call("seeRule", "analyst", {"no": "67"}, status=200)
    doc.call("seeRule", "administrator", {"no": "67"}, status=200)
    doc.call("seeRulesSql", "analyst", status=200)
    doc.call("seeCode", "analyst", {"code": "ZD01BAT0269010103082"}, status=200)
    doc.call("searchKnowledge", "analyst", query="?limit=2&q=ZD01BAT", status=200)
    doc.call("searchKnowledge", "analyst", status=400)
    doc.call("listRules", "administrator", query="?limit=2", status=200)


def drafts(doc):
    """One that is published and rolled back by another person, one that is rejected and discarded."""
    def step(name, role, no, version, status=200, **body):
        got = doc.call(name, role, no, body=body or None, headers={"If-Match": version} if version else None, status=status)
        return got.headers.get("etag")

    point = doc.call("listRulePoints", "analyst", {"no": "66"}, query="?state=reference&limit=1", status=200).json()["items"][0]["point_id"]
    changes = {"parameters": [{"name": "child_max_years", "value": "13", "from": "2026-01-01", "source": "示例"}],
               "confirmations": [{"point_id": point}], "rules": [{"rule_no": 19, "on": False, "source": "示例"}]}
    doc.call("makeDraft", "analyst", body={"title": "x", "changes": {"parameters": [{"name": "nothing", "source": "s"}]}}, status=400)
    doc.call("makeDraft", "inspector", body={"title": "x"}, status=403)
    made = doc.call("makeDraft", "analyst", body={"title": "示例", "changes": changes}, status=201)
    no, version = {"no": str(made.json()["draft_no"])}, made.headers["etag"]
    doc.call("listDrafts", "auditor", query="?state=open", status=200)
    doc.call("seeDraft", "auditor", no, status=200)
    step("changeDraft", "analyst", no, None, 428, title="x", changes={})
    version = step("changeDraft", "analyst", no, version, title="示例二", changes=changes)
    table = "rule_no,point_id,code,name,state\n66,OWN-1,XA01AB,甲,confirmed\n66,OWN-2,,乙,confirmed\n"
    binary = {"Content-Type": "application/octet-stream", "If-Match": version}
    doc.call("addDraftFile", "analyst", no, "?name=own.csv", "what,is,this\n", binary, 400)
    doc.call("addDraftFile", "analyst", no, "?name=own.csv", table, {"If-Match": version}, 415)
    added = doc.call("addDraftFile", "analyst", no, "?name=own.csv", table, binary, 201)
    expect("the row without a code is told", added.json()["left_out"]["refused"] == 1, added.body)
    binary["If-Match"] = added.headers["etag"]
    again = doc.call("addDraftFile", "analyst", no, "?name=parameters.csv", "name,value\nrx_kinds_max,4\n", binary, 201)
    version = step("dropDraftFile", "analyst", {**no, "file": "2"}, again.headers["etag"])
    doc.call("seeDraftDiff", "inspector", no, query="?region=44&from=2026-01-01", status=200)
    job = {"no": str(doc.call("backtestDraft", "inspector", no, body={"rules": "19,66"}, status=201).json()["job_no"])}
    for _ in range(600):
        seen = doc.call("seeJob", "inspector", job, status=200).json()
        if seen["state"] not in ("waiting", "running"):
            break
        time.sleep(0.1)
    expect("the back-test of the draft is done", seen["state"] == "done", str(seen))
    doc.call("seeJobResult", "inspector", job, status=200)
    shadow = doc.call("shadowDraft", "analyst", no, status=201).json()
    doc.call("seeShadow", "analyst", {"id": shadow["id"]}, status=200)
    doc.call("endShadow", "analyst", {"id": shadow["id"]}, status=204)
    version = doc.call("seeDraft", "analyst", no, status=200).headers["etag"]
    step("publishDraft", "inspector", no, version, 409, effective_from="2026-01-01")
    version = step("proposeDraft", "analyst", no, version)
    step("publishDraft", "analyst", no, version, 403, effective_from="2026-01-01")
    step("publishDraft", "inspector", no, version, 400, effective_from="soon")
    version = step("publishDraft", "inspector", no, version, effective_from="2026-01-01")
    step("rollBackDraft", "analyst", no, version, 403, effective_from="2026-03-01", reason="示例")
    step("rollBackDraft", "inspector", no, version, effective_from="2026-03-01", reason="示例")
    other = doc.call("makeDraft", "analyst", body={"title": "另一份", "changes": changes}, status=201)
    no, version = {"no": str(other.json()["draft_no"])}, other.headers["etag"]
    version = step("proposeDraft", "analyst", no, version)
    version = step("rejectDraft", "inspector", no, version, reason="来源不足")
    step("discardDraft", "analyst", no, version)


def shadows(doc):
    draft = {"name": "试", "draft": {"settings": ["child_max_years=10"], "rules_off": "3"}}
    made = doc.call("startShadow", "analyst", body=draft, status=201).json()
    doc.call("listShadows", "analyst", status=200)
    doc.call("seeShadow", "analyst", {"id": made["id"]}, status=200)
    doc.call("endShadow", "analyst", {"id": made["id"]}, status=204)


def reminders(doc):
    """A question that gets a reminder, so that it can be looked up."""
    with open(f"{ROOT}/tools/dev/ask-3101.json", encoding="utf-8") as file:
        message = file.read().replace("@institution@", "H00000000001")
    answer = doc.call("gatewayByNumber", path={"number": "3101"}, body=message, status=200).json()
    result = answer["output"]["result"]
    expect("a man is given a drug for women: a reminder", len(result) == 1, str(answer)[:300])
    for _ in range(50):  # written in the background
        if doc.service.ask("GET", f"/v1/reminders/{result[0]['jr_id']}", doc.service.token("inspector")).status == 200:
            break
        time.sleep(0.1)
    told = doc.call("seeReminder", "inspector", {"jr_id": result[0]["jr_id"]}, status=200).json()
    expect("a reminder tells the order it is about", [one["accused"] for one in told["grounds"]["orders"]] == [True], str(told)[:300])
    doc.call("listAskingInstitutions", "inspector", status=200)


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
            for subject in (sessions, accounts, institutions, log, facts, gateway, jobs, findings, knowledge, drafts, shadows, reminders):
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
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
