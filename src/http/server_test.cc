// Tests of the server over real sockets: requests, answers, order, hostile bytes.
#include "http/server.h"

#include <future>
#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/http_fixture.h"

namespace yishou::http {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Server, AnswersAndKeepsTheConnection) {
  TestServer server(echo_routes());
  Client client = server.connect();
  const Answer first = client.get("/hello");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, "{\"hello\":1}");
  EXPECT_EQ(first.header("Content-Type"), "application/json");
  EXPECT_EQ(first.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(first.header("Cache-Control"), "no-store");
  EXPECT_EQ(first.header("Connection"), "keep-alive");
  EXPECT_THAT(first.header("Date"), ::testing::EndsWith(" GMT"));
  EXPECT_EQ(first.header("X-Request-Id").size(), 16u);
  const Answer second = client.get("/items/%E5%8C%BB?q=a+b");
  EXPECT_EQ(second.body, "医|a b");
  EXPECT_NE(second.header("X-Request-Id"), first.header("X-Request-Id"));
  EXPECT_EQ(client.post("/echo", "in the pool").body, "in the pool");
  EXPECT_EQ(client.post("/here", "on the io thread").body, "on the io thread");
  EXPECT_EQ(client.post("/here", "").status, 200);
}

TEST(Server, HeadOptionsAndRefusedMethods) {
  TestServer server(echo_routes());
  Client client = server.connect();
  client.send("HEAD /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  const Answer head = client.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "11");
  const Answer options = client.ask("OPTIONS /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.header("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(options.header("Access-Control-Allow-Origin"), "");
  EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").status, 204);
  const Answer post = client.post("/hello", "body");
  EXPECT_EQ(post.status, 405);
  EXPECT_EQ(post.header("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(post.header("Content-Type"), "application/problem+json");
  const Answer nothing = client.post("/nothing/here", "body");
  EXPECT_EQ(nothing.status, 404);
  EXPECT_THAT(nothing.body, AllOf(HasSubstr("\"status\":404"), HasSubstr(nothing.header("X-Request-Id"))));
  // After all of this the connection is still in step.
  EXPECT_EQ(client.get("/hello").status, 200);
  for (const std::string_view method : {"TRACE", "CONNECT", "BREW", "get", "PROPFIND"}) {
    Client other = server.connect();
    EXPECT_EQ(other.ask(fmt::format("{} /hello HTTP/1.1\r\nHost: h\r\n\r\n", method)).status, 501) << method;
    EXPECT_TRUE(other.ended());
  }
}

TEST(Server, PipelinedRequestsAreAnsweredInOrder) {
  Router router = echo_routes();
  router.add(Method::kGet, "/slow/{n}", [](const Request& q, Response& r) {
    std::this_thread::sleep_for(std::chrono::milliseconds(q.param("n") == "0" ? 60 : 1));
    r.body = q.param("n");
  });
  TestServer server(std::move(router));
  Client client = server.connect();
  std::string all;
  for (int i = 0; i < 200; ++i) {
    all += fmt::format("GET /slow/{} HTTP/1.1\r\nHost: h\r\n\r\n", i);
    all += fmt::format("POST /here HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n{:03}", i);
    all += fmt::format(
        "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\n{}\r\n0\r\n\r\n",
        i % 10);
  }
  std::thread sender([&] { client.send(all); });
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(client.receive().body, fmt::format("{}", i));
    ASSERT_EQ(client.receive().body, fmt::format("{:03}", i));
    ASSERT_EQ(client.receive().body, fmt::format("ab{}", i % 10));
  }
  sender.join();
}

TEST(Server, RequestsThatComeByteByByte) {
  TestServer server(echo_routes());
  Client client = server.connect();
  for (const std::string_view request : {"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcde",
                                         "\r\nPOST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
                                         "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nT: x\r\n\r\n"}) {
    for (const char c : request) ASSERT_TRUE(client.send({&c, 1}));
    EXPECT_EQ(client.receive().body, "abcde");
  }
}

TEST(Server, LargeBodiesBothWays) {
  Router router;
  router.add(Method::kPost, "/echo", [](const Request& q, Response& r) { r.body = q.body; },
             {.max_body = std::size_t{64} << 20});
  TestServer server(std::move(router));
  std::string body(std::size_t{20} << 20, '\0');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 7919 >> 5);
  Client client = server.connect();
  std::thread sender([&] {
    client.send(fmt::format("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n", body.size()));
    client.send(body);
  });
  EXPECT_TRUE(client.receive().body == body);
  sender.join();
  std::thread chunks([&] {
    client.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (std::size_t at = 0; at < body.size(); at += 70'001) {
      const auto part = std::string_view(body).substr(at, 70'001);
      client.send(fmt::format("{:x}\r\n", part.size()));
      client.send(part);
      client.send("\r\n");
    }
    client.send("0\r\n\r\n");
  });
  EXPECT_TRUE(client.receive().body == body);
  chunks.join();
  EXPECT_EQ(client.post("/echo", "still in step").body, "still in step");
}

TEST(Server, BodyIsFollowedByZeros) {
  Router router;
  router.add(Method::kPost, "/", [](const Request& q, Response& r) {
    r.body = std::string(q.body.data() + q.body.size(), kBodyPadding) == std::string(kBodyPadding, '\0') ? "yes" : "no";
  });
  TestServer server(std::move(router));
  Client client = server.connect();
  for (const std::size_t size : {0, 1, 63, 64, 65, 8'000, 100'000}) {
    EXPECT_EQ(client.post("/", std::string(size, 'x')).body, "yes") << size;
  }
}

TEST(Server, FilesAreStreamed) {
  TestFolder folder;
  std::string content(3'000'001, 'a');
  for (std::size_t i = 0; i < content.size(); i += 997) content[i] = 'b';
  write_file(folder.file("export"), content);
  Router router;
  router.add(Method::kGet, "/export", [&](const Request&, Response& r) {
    ASSERT_TRUE(r.send_file(folder.file("export")));
    r.set_header("Content-Disposition", "attachment; filename=\"export.csv\"");
  });
  TestServer server(std::move(router));
  Client client = server.connect();
  EXPECT_TRUE(client.get("/export").body == content);
  client.send("HEAD /export HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(client.receive(true).header("Content-Length"), "3000001");
  write_file(folder.file("export"), "");
  EXPECT_EQ(client.get("/export").status, 200);
}

TEST(Server, HandlersThatThrow) {
  Router router = echo_routes();
  const auto thrower = [](const Request& q, Response& r) {
    r.body = "half an answer";
    r.set_header("X-Half", "1");
    if (q.path == "/int") throw 7;
    throw std::runtime_error("secret detail");
  };
  router.add(Method::kGet, "/throw", thrower);
  router.add(Method::kGet, "/int", thrower, {.where = Where::kHere});
  TestServer server(std::move(router));
  Client client = server.connect();
  for (const std::string_view path : {"/throw", "/int"}) {
    const Answer answer = client.get(path);
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.header("X-Half"), "");
    EXPECT_THAT(answer.body, AllOf(HasSubstr(answer.header("X-Request-Id")), Not(HasSubstr("secret"))));
  }
  EXPECT_EQ(client.get("/hello").status, 200);
  EXPECT_THAT(server.log(), AllOf(HasSubstr("secret detail"), HasSubstr("\"level\":\"error\"")));
}

TEST(Server, HeaderInjectionBecomes500) {
  Router router = echo_routes();
  router.add(Method::kGet, "/go", [](const Request& q, Response& r) {
    r.status = 302;
    r.set_header("Location", fmt::format("/x{}\r\nSet-Cookie: a=b", q.query_value("to").value_or("")));
  });
  router.add(Method::kGet, "/type", [](const Request&, Response& r) { r.content_type = "text/html\r\nX-Bad: 1"; });
  router.add(Method::kGet, "/status", [](const Request&, Response& r) { r.status = 42; });
  TestServer server(std::move(router));
  Client client = server.connect();
  for (const std::string_view path : {"/go", "/type", "/status"}) {
    const Answer answer = client.get(path);
    EXPECT_EQ(answer.status, 500) << path;
    EXPECT_EQ(answer.header("Set-Cookie") + answer.header("X-Bad"), "") << path;
  }
  EXPECT_THAT(server.log(), HasSubstr("Location"));
}

TEST(Server, PagesHaveAPolicy) {
  Router router;
  router.fallback(Method::kGet, [](const Request&, Response& r) {
    r.content_type = "text/html; charset=utf-8";
    r.send_static("<html>");
  });
  TestServer server(std::move(router));
  const Answer page = server.connect().get("/any/page");
  EXPECT_THAT(page.header("Content-Security-Policy"), HasSubstr("default-src 'self'"));
  EXPECT_EQ(page.header("X-Frame-Options"), "DENY");
  EXPECT_EQ(page.body, "<html>");
}

TEST(Server, AdmissionComesBeforeTheBody) {
  Router router = echo_routes();
  std::atomic<int> handled{0};
  router.add(Method::kPost, "/guarded", [&](const Request& q, Response& r) {
    ++handled;
    r.body = q.body;
  }, {.admission = [](const Request& q, Response& r) {
    r.status = 401;
    return q.header("AUTHORIZATION") == "good";
  }});
  TestServer server(std::move(router));
  Client client = server.connect();
  EXPECT_EQ(client.post("/guarded", "x", "Authorization: good\r\n").status, 200);
  EXPECT_EQ(client.post("/guarded", "x").status, 401);
  EXPECT_EQ(client.post("/guarded", "x", "Authorization: good\r\n").body, "x");
  EXPECT_EQ(handled, 2);
  // The body never comes, and the refusal does not wait for it.
  EXPECT_EQ(client.ask("POST /guarded HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n").status, 401);
  EXPECT_TRUE(client.ended());
}

TEST(Server, ClientsOfHttp10AndThoseThatClose) {
  TestServer server(echo_routes());
  Client plain = server.connect();
  const Answer answer = plain.ask("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(plain.ended());
  Client kept = server.connect();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(kept.ask("GET /hello HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").header("Connection"), "keep-alive");
  }
  Client closing = server.connect();
  EXPECT_EQ(closing.get("/hello", "Connection: close\r\n").header("Connection"), "close");
  EXPECT_TRUE(closing.ended());
}

TEST(Server, HalfClosedConnectionsGetTheirAnswers) {
  Router router = echo_routes();
  router.add(Method::kGet, "/slow", [](const Request&, Response& r) {
    std::this_thread::sleep_for(50ms);
    r.body = "late but there";
  });
  TestServer server(std::move(router));
  Client client = server.connect();
  client.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\nGET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  client.end_sending();
  EXPECT_EQ(client.receive().body, "late but there");
  EXPECT_EQ(client.receive().status, 200);
  EXPECT_TRUE(client.ended());
  for (const std::string_view part : {"GET /hel", "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc",
                                      "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nab"}) {
    Client partial = server.connect();
    partial.send(part);
    partial.end_sending();
    EXPECT_EQ(partial.receive().status, 400) << part;
    EXPECT_TRUE(partial.ended());
  }
}

TEST(Server, ExpectedBodiesAreInvited) {
  TestServer server(echo_routes());
  Client client = server.connect();
  client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive().status, 100);
  EXPECT_EQ(client.ask("body").body, "body");
  client.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive().status, 100);
  EXPECT_EQ(client.ask("1\r\nx\r\n0\r\n\r\n").body, "x");
  // A body that is refused is not invited.
  EXPECT_EQ(client.ask("POST /here HTTP/1.1\r\nHost: h\r\nContent-Length: 4000\r\nExpect: 100-continue\r\n\r\n").status,
            413);
  EXPECT_TRUE(client.ended());
}

TEST(Server, CountsWhatItDoes) {
  TestServer server(echo_routes());
  {
    Client client = server.connect();
    client.get("/items/1");
    client.get("/items/2");
    client.get("/none");
    const std::string text = server.metrics().text();
    EXPECT_THAT(text, HasSubstr("yishou_http_connections 1\n"));
  }
  server->stop(1s);
  const std::string text = server.metrics().text();
  EXPECT_THAT(text, HasSubstr("yishou_http_requests_total{method=\"GET\",route=\"/items/{id}\",class=\"2xx\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("yishou_http_requests_total{method=\"\",route=\"\",class=\"4xx\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("yishou_http_request_seconds_count{method=\"GET\",route=\"/items/{id}\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("yishou_http_connections 0\n"));
  // The log knows the route, not what was asked for.
  EXPECT_THAT(server.log(), AllOf(HasSubstr("\"status\":404"), Not(HasSubstr("/none"))));
}

TEST(Server, SettingsThatContradictThemselves) {
  TestFolder folder;
  auto log = Log::open(folder.file("log"), LogLevel::kInfo);
  Metrics metrics;
  const auto code = [&](auto change) {
    Settings settings;
    change(settings);
    auto server = Server::start(std::move(settings), echo_routes(), **log, metrics);
    return server ? std::optional<ErrorCode>() : server.error().code;
  };
  EXPECT_EQ(code([](Settings&) {}), std::nullopt);
  EXPECT_EQ(code([](Settings& s) { s.listen.clear(); }), ErrorCode::kBadCall);
  EXPECT_EQ(code([](Settings& s) { s.listen[0].address = "localhost"; }), ErrorCode::kBadCall);
  EXPECT_EQ(code([](Settings& s) { s.listen[0].address = "0.0.0.0"; }), ErrorCode::kBadCall);
  EXPECT_EQ(code([](Settings& s) { s.listen[0].address = "0.0.0.0", s.plain_network = true; }), std::nullopt);
  EXPECT_EQ(code([](Settings& s) { s.listen[0].certificate_file = "x"; }), ErrorCode::kBadCall);
  EXPECT_EQ(code([](Settings& s) { s.listen[0].certificate_file = s.listen[0].key_file = "/none"; }),
            ErrorCode::kNotFound);
  EXPECT_EQ(code([](Settings& s) { s.pool_threads = 0; }), ErrorCode::kBadCall);
  EXPECT_EQ(code([](Settings& s) { s.idle_time = 0ms; }), ErrorCode::kBadCall);
  TestServer first(echo_routes());
  EXPECT_EQ(code([&](Settings& s) { s.listen[0].port = first->port(); }), ErrorCode::kBusy);
}

}  // namespace
}  // namespace yishou::http
