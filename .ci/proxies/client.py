#!/usr/bin/env python3
"""An MCP client behind a proxy: client.py PORT CERTIFICATE TOKEN

Whatever a proxy could spoil is asked for once. Nothing is measured: where a proxy kept back what the server has sent,
the two would wait for each other until the deadline.
"""
import http.client
import json
import signal
import socket
import ssl
import sys
import urllib.parse

HOST = "mcp.example.org"
DEADLINE = 120


class Connection(http.client.HTTPConnection):
    """To the proxy on this machine, by the name that its certificate is for."""

    def __init__(self, port, certificate):
        super().__init__(HOST, port, timeout=DEADLINE)
        self.context = ssl.create_default_context(cafile=certificate)

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=DEADLINE)
        self.sock = self.context.wrap_socket(plain, server_hostname=HOST)


def events(response):
    """The data of each event as it comes, with its type."""
    kind, data = "message", []
    while line := response.readline():
        line = line.decode().rstrip("\n")
        if line.startswith("event: "):
            kind = line[7:]
        elif line.startswith("data: "):
            data.append(line[6:])
        elif not line and data:
            yield kind, "\n".join(data)
            kind, data = "message", []
    raise AssertionError("the stream ended")


class Client:
    def __init__(self, port, certificate, token):
        self.port, self.certificate, self.token = port, certificate, token
        self.session = None

    def request(self, method, path, message=None, **headers):
        connection = Connection(self.port, self.certificate)
        given = {
            "Host": HOST,
            "Authorization": f"Bearer {self.token}",
            "Accept": "application/json, text/event-stream",
            "X-Forwarded-For": "192.0.2.66",
        }
        body = None
        if message is not None:
            given["Content-Type"] = "application/json"
            body = json.dumps({"jsonrpc": "2.0", **message})
        if self.session:
            given["Mcp-Session-Id"] = self.session
        given.update({name.replace("_", "-"): value for name, value in headers.items()})
        connection.request(method, path, body, given)
        return connection.getresponse()

    def post(self, message, **headers):
        return self.request("POST", "/mcp", message, **headers)

    def call(self, tool, **arguments):
        return self.post({"id": 7, "method": "tools/call", "params": {"name": tool, "arguments": arguments}})


def answered(response):
    text = response.read().decode()
    assert response.status == 200, f"{response.status}: {text}"
    answer = json.loads(text)
    assert "error" not in answer, text
    return answer["result"]


def initialize():
    return {
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-11-25",
            "capabilities": {"elicitation": {}},
            "clientInfo": {"name": "proxies", "version": "1"},
        },
    }


def a_session_and_a_call(client):
    response = client.post(initialize())
    client.session = response.headers["Mcp-Session-Id"]
    assert answered(response)["serverInfo"]["name"] == "proxmox-mcp"
    assert client.post({"method": "notifications/initialized"}).status == 202
    assert answered(client.call("list_vms", limit=2))["structuredContent"]["rows"]


def a_question_to_the_human_comes_while_the_call_waits_for_it(client):
    response = client.call("stop_guest", guest="db01")
    assert response.headers["Content-Type"].startswith("text/event-stream"), response.headers
    stream = events(response)
    question = json.loads(next(stream)[1])
    assert question["method"] == "elicitation/create", question
    no = {"action": "decline"}
    assert client.post({"id": question["id"], "result": no}).status == 202
    answer = json.loads(next(stream)[1])
    assert answer["result"]["isError"] and "denied" in json.dumps(answer), answer


def a_notification_comes_over_a_stream_that_stays_open(client):
    listening = client.request("GET", "/mcp")
    assert listening.status == 200
    uri = "proxmox://demo/guest/web01"
    answered(client.post({"id": 2, "method": "resources/subscribe", "params": {"uri": uri}}))
    answer = answered(client.call("set_guest_config", guest="web01", set=[f"tags=+through-{client.port}"]))
    assert not answer.get("isError"), answer
    for _, data in events(listening):
        message = json.loads(data)
        if message["method"] == "notifications/resources/updated":
            assert message["params"]["uri"] == uri
            break
    listening.close()


def the_page_is_told_what_happens_to_somebody_who_signed_in(client):
    sent = {"Content_Type": "application/x-www-form-urlencoded", "Sec_Fetch_Site": "same-origin"}
    visitor = Client(client.port, client.certificate, client.token)

    def look(method, path, body=None, **headers):
        connection = Connection(visitor.port, visitor.certificate)
        given = {"Host": HOST, "Accept": "text/html"}
        given.update({name.replace("_", "-"): value for name, value in headers.items()})
        connection.request(method, path, body, given)
        return connection.getresponse()

    away = look("GET", "/")
    assert away.status == 401 and "/sign-in" in away.read().decode(), away.status
    form = urllib.parse.urlencode({"token": client.token, "to": "/"})
    signed = look("POST", "/sign-in", form, **sent)
    cookie = signed.headers["Set-Cookie"]
    assert signed.status == 303 and "Secure" in cookie and "HttpOnly" in cookie, (signed.status, cookie)
    pair = cookie.split(";")[0]
    page = look("GET", "/plans", Cookie=pair)
    assert page.status == 200 and "Sign out" in page.read().decode()
    listening = look("GET", "/events", Cookie=pair, Accept="text/event-stream")
    assert listening.status == 200 and listening.headers["Content-Type"].startswith("text/event-stream")
    answered(client.call("set_guest_config", guest="web01", set=[f"tags=+told-{client.port}"]))
    for _, data in events(listening):
        if data == "demo":
            break
    listening.close()
    elsewhere = look("POST", "/sign-out", "", Cookie=pair, **{**sent, "Sec_Fetch_Site": "cross-site"})
    assert elsewhere.status == 403, elsewhere.status


def the_older_transport(client):
    older = Client(client.port, client.certificate, client.token)
    stream = events(older.request("GET", "/sse", Accept="text/event-stream"))
    kind, path = next(stream)
    assert kind == "endpoint", kind
    assert older.request("POST", path, initialize()).status == 202
    assert "serverInfo" in next(stream)[1]


def a_long_message(client):
    padding = "x" * (3 << 20)
    answered(client.post({"id": 3, "method": "ping", "params": {"_meta": {"padding": padding}}}))


def pages_of_this_host_may_call_and_others_not(client):
    ping = {"id": 4, "method": "ping"}
    answered(client.post(ping, Origin=f"https://{HOST}"))
    assert client.post(ping, Origin="https://evil.example").status == 403


def another_name_is_not_served(client):
    response = client.post({"id": 5, "method": "ping"}, Host="evil.example")
    assert response.status != 200 or b"jsonrpc" not in response.read(), "it was served as evil.example"


def no_token_is_told_so(client):
    response = client.post({"id": 6, "method": "ping"}, Authorization="Bearer pmcp_wrong")
    assert response.status == 401 and "Bearer" in response.headers["WWW-Authenticate"]


def main(port, certificate, token):
    client = Client(int(port), certificate, token)
    for check in (
        a_session_and_a_call,
        a_question_to_the_human_comes_while_the_call_waits_for_it,
        a_notification_comes_over_a_stream_that_stays_open,
        the_page_is_told_what_happens_to_somebody_who_signed_in,
        the_older_transport,
        a_long_message,
        pages_of_this_host_may_call_and_others_not,
        another_name_is_not_served,
        no_token_is_told_so,
    ):
        signal.alarm(DEADLINE)
        check(client)
        print(f"ok: {check.__name__.replace('_', ' ')}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
