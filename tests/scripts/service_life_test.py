"""The life of the installed program: its keys rotated step by step as docs/operations.md says, and a stop that waits for no drain."""
import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse

YISHOU = os.environ["YISHOU_BINARY"]
PASSWORD = "Yishou-Demo-2026"
passed = failed = 0


def expect(what, condition, said=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}\n{said}")


def run(*words):
    return subprocess.run([YISHOU, "--lang", "en", *words], capture_output=True, text=True)


class Service:
    def __init__(self, folder, drain_seconds=300):
        self.process = subprocess.Popen(
            [YISHOU, "--lang", "en", "serve", "--lake", f"{folder}/lake", "--base", f"{folder}/base", "--state", f"{folder}/state",
             "--listen", "127.0.0.1:0", "--gateway", "open", "--demonstration", "--request-rate", "100000", "--log-file", f"{folder}/log",
             "--drain-seconds", str(drain_seconds)], stdout=subprocess.PIPE, text=True)
        self.port = 0
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found.group(1))
            if "paasid=" in line:
                break
        self.token, self.inspector, self.analyst = (self.log_in(login) for login in ("admin", "demo-inspector", "demo-analyst"))

    def log_in(self, login):
        return json.loads(self.ask("POST", "/v1/session", body=json.dumps({"login": login, "password": PASSWORD}))[1])["token"]

    def ask(self, method, target, token=None, body=None, kind="application/json"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Content-Type": kind} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection.request(method, target, body.encode() if body is not None else None, headers)
        got = connection.getresponse()
        answer = (got.status, got.read().decode())
        connection.close()
        return answer

    def stop(self):
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=120)
        return code, time.monotonic() - begun


def keys_in(folder):
    with open(f"{folder}/state.keys", encoding="ascii") as file:
        return [line.split()[1] for line in file if line.startswith("seal ")]


def some_person(service):
    """One that an audit accuses: persons are not listed."""
    job = json.loads(service.ask("POST", "/v1/jobs", service.analyst, json.dumps({"kind": "audit", "parameters": {}}))[1])
    until = time.monotonic() + 120
    while job["state"] in ("waiting", "running") and time.monotonic() < until:
        time.sleep(0.05)
        job = json.loads(service.ask("GET", f"/v1/jobs/{job['job_no']}", service.analyst)[1])
    found = json.loads(service.ask("GET", "/v1/findings?limit=100", service.inspector)[1])["items"]
    return next(one["psn_no"] for one in found if one["psn_no"])


def person_seen(service, person):
    reason = urllib.parse.quote("核对换钥后的数据")
    status, body = service.ask("GET", f"/v1/persons/{person}?reason={reason}", service.inspector)
    return status == 200 and person in body


def rotate(folder, person):
    state = ("--state", f"{folder}/state")
    service = Service(folder)
    for _ in range(40):  # each look leaves a record with a sealed number
        expect("a person is seen", person_seen(service, person))
    code, _ = service.stop()
    expect("the service ends well", code == 0)
    added = run("keys", "rotate", *state)
    expect("a key is added", added.returncode == 0 and keys_in(folder) == ["1", "2"], added.stdout + added.stderr)
    early = run("keys", "reseal", *state)
    expect("not before the service has the key", early.returncode != 0 and "restart the service" in early.stderr, early.stderr)
    service = Service(folder)
    expect("the service reads with both keys", person_seen(service, person))
    early = run("keys", "remove", *state, "1")
    expect("not while it seals", early.returncode != 0 and "still seals" in early.stderr, early.stderr)
    for delay in (0.01, 0.02, 0.04):
        child = subprocess.Popen([YISHOU, "keys", "reseal", *state], stdout=subprocess.DEVNULL)
        time.sleep(delay)
        child.kill()
        child.wait()
        expect("all is readable after a reseal that was killed", person_seen(service, person))
    done = run("keys", "reseal", *state)
    expect("all is sealed anew beside the running service", done.returncode == 0, done.stderr)
    expect("the service reads it", person_seen(service, person))
    removed = run("keys", "remove", *state, "1")
    expect("the old key goes", removed.returncode == 0 and keys_in(folder) == ["2"], removed.stderr)
    service.stop()
    database = sqlite3.connect(f"file:{folder}/state/yishou.db?mode=ro", uri=True)
    old = database.execute("SELECT count(*) FROM access_log_persons WHERE person_sealed LIKE 's1.1.%'").fetchone()[0]
    new = database.execute("SELECT count(*) FROM access_log_persons WHERE person_sealed LIKE 's1.2.%'").fetchone()[0]
    database.close()
    expect("the log's persons are sealed with the new key", old == 0 and new >= 40, f"{old} {new}")
    verified = run("log", "verify", *state)
    expect("the log is whole", verified.returncode == 0, verified.stdout + verified.stderr)
    service = Service(folder)
    expect("without the old key all is read", person_seen(service, person))
    service.stop()


def stop_in_a_drain(folder):
    service = Service(folder, drain_seconds=1)
    sent = 0
    for part in range(6):
        lines = "".join(
            json.dumps({"bkkp_sn": f"Z{part}-{i}", "mdtrt_id": f"M{i}", "setl_id": f"S{i}", "psn_no": f"P{i}", "fixmedins_code": "H1",
                        "fee_ocur_time": "2024-03-01 08:00:00", "cnt": "1", "pric": "2.5", "det_item_fee_sumamt": "2.50",
                        "med_list_codg": "X01"}) + "\n" for i in range(50_000))
        status, body = service.ask("POST", "/v1/facts/fee_list_d", service.token, lines, "application/x-ndjson")
        expect("facts are taken", status == 200, body)
        sent += 50_000 if status == 200 else 0
    inbox = f"{folder}/state/inbox"
    until = time.monotonic() + 60
    while not os.path.isdir(inbox) and time.monotonic() < until:
        time.sleep(0.01)
    code, took = service.stop()
    expect("a stop takes effect soon", code == 0 and took < 30, f"{code} after {took:.1f} s")
    service = Service(folder)
    status, body = service.ask("GET", "/metrics")
    found = re.search(r"^yishou_facts_waiting (\d+)", body, re.M)
    waiting = int(found.group(1)) if found else -1
    rows = json.load(open(f"{folder}/lake/manifest.json", encoding="utf-8"))["tables"]["fee_list_d"]
    in_lake = sum(part["rows"] for part in rows)
    expect("nothing is lost", waiting + in_lake >= sent, f"{waiting} wait, {in_lake} in the lake, {sent} sent")
    service.stop()


def main():
    with tempfile.TemporaryDirectory(prefix="yishou-life-") as folder:
        subprocess.run([YISHOU, "simulate", "--persons", "100", "--months", "2", "--seed", "3", "--out", f"{folder}/city"], check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run([YISHOU, "load", "--lake", f"{folder}/lake", f"{folder}/city"], check=False, stdout=subprocess.DEVNULL)
        service = Service(folder)
        person = some_person(service)
        service.stop()
        rotate(folder, person)
        stop_in_a_drain(folder)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
