"""What openapi_test.py stands on: the running service, and its document with every answer held against it."""
import http.client
import json
import os
import re
import signal
import subprocess
import sys

try:
    import jsonschema
except ImportError:  # the system's Python has it, whichever stands first on the PATH
    if sys.executable != "/usr/bin/python3":
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    raise

YISHOU = os.environ["YISHOU_BINARY"]
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PASSWORD = "Yishou-Demo-2026"
counts = {"passed": 0, "failed": 0}


def expect(what, condition, said=""):
    counts["passed" if condition else "failed"] += 1
    if not condition:
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
