// Tests of every limit of the server: sizes, times, numbers.
#include <sys/resource.h>

#include <atomic>
#include <future>
#include <semaphore>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/http_fixture.h"

namespace yishou::http {
namespace {

using ::testing::HasSubstr;

TEST(Limits, SizesOfHeaderTargetAndBody) {
  Router router = echo_routes();
  router.add(Method::kPost, "/json", [](const Request&, Response&) {}, {.content_type = "application/json"});
  TestServer server(std::move(router),
                    {.target_bytes = 1'000, .header_bytes = 4'000, .header_fields = 20, .body_bytes = 5'000});
  const auto status = [&](std::string_view bytes) {
    Client client = server.connect();
    const Answer answer = client.ask(bytes);
    if (answer.status >= 400) {
      EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
    }
    return answer.status;
  };
  const std::string host = " HTTP/1.1\r\nHost: h\r\n";
  EXPECT_EQ(status("GET /items/" + std::string(900, 'a') + host + "\r\n"), 200);
  EXPECT_EQ(status("GET /items/" + std::string(1'000, 'a') + host + "\r\n"), 414);
  EXPECT_EQ(status("GET /items/" + std::string(100'000, 'a')), 414);  // the line never ends
  EXPECT_EQ(status("GET /hello" + host + "X: " + std::string(3'900, 'a') + "\r\n\r\n"), 200);
  EXPECT_EQ(status("GET /hello" + host + "X: " + std::string(5'000, 'a') + "\r\n\r\n"), 431);
  EXPECT_EQ(status("GET /hello" + host + "X: " + std::string(100'000, 'a')), 431);
  std::string fields;
  for (int i = 0; i < 19; ++i) fields += "A: b\r\n";
  EXPECT_EQ(status("GET /hello" + host + fields + "\r\n"), 200);
  EXPECT_EQ(status("GET /hello" + host + fields + "A: b\r\n\r\n"), 431);
  const std::string post = "POST /here" + host;
  EXPECT_EQ(status(post + "Content-Length: 100\r\n\r\n" + std::string(100, 'x')), 200);
  EXPECT_EQ(status(post + "Content-Length: 101\r\n\r\n"), 413);  // before a byte of it came
  EXPECT_EQ(status(post + "Content-Length: 18446744073709551615\r\n\r\n"), 413);
  EXPECT_EQ(status(post + "Transfer-Encoding: chunked\r\n\r\n64\r\n" + std::string(100, 'x') + "\r\n0\r\n\r\n"), 200);
  EXPECT_EQ(status(post + "Transfer-Encoding: chunked\r\n\r\n64\r\n" + std::string(100, 'x') + "\r\n1\r\n"), 413);
  EXPECT_EQ(status(post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"), 413);
  EXPECT_EQ(status(post + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(100'000, 'x')), 400);
  EXPECT_EQ(status("POST /echo" + host + "Content-Length: 5001\r\n\r\n"), 413);
  EXPECT_EQ(status("POST /json" + host + "\r\n"), 411);
  EXPECT_EQ(status("POST /json" + host + "Content-Length: 2\r\nContent-Type: text/plain\r\n\r\n{}"), 415);
  EXPECT_EQ(status("POST /json" + host + "Content-Length: 2\r\n\r\n{}"), 415);
  EXPECT_EQ(
      status("POST /json" + host + "Content-Length: 2\r\nContent-Type: Application/JSON ; charset=utf-8\r\n\r\n{}"),
      200);
}

// A body of 100 MB is refused by its announcement; the client that sends it all the same still reads the refusal.
TEST(Limits, TheRefusalOfAHugeBodyIsRead) {
  TestServer server(echo_routes());
  Client client = server.connect();
  std::thread sender([&] {
    client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 104857600\r\n\r\n");
    const std::string part(1 << 20, 'x');
    for (int i = 0; i < 100 && client.send(part); ++i) {
    }
  });
  EXPECT_EQ(client.receive().status, 413);
  sender.join();
}

TEST(Limits, SlowClientsAreCutOff) {
  TestServer server(echo_routes(), {.header_time = 200ms, .body_time = 200ms, .idle_time = 300ms});
  const auto start = Clock::now();
  Client silent = server.connect();
  EXPECT_TRUE(silent.ended());  // no request, no answer
  Client half = server.connect();
  EXPECT_EQ(half.ask("GET /hello HTTP/1.1\r\nHo").status, 408);
  EXPECT_TRUE(half.ended());
  for (const std::string_view body : {"Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\na\r\nabc",
                                      "Content-Length: 10\r\nExpect: 100-continue\r\n\r\n"}) {
    Client client = server.connect();
    client.send("POST /echo HTTP/1.1\r\nHost: h\r\n");
    client.send(body);
    Answer answer = client.receive();
    if (answer.status == 100) answer = client.receive();
    EXPECT_EQ(answer.status, 408) << body;
    EXPECT_TRUE(client.ended());
  }
  Client idle = server.connect();
  EXPECT_EQ(idle.get("/hello").status, 200);
  EXPECT_TRUE(idle.ended());
  EXPECT_LT(Clock::now() - start, 8s);
  // One that sends a byte now and then does not get more time.
  Client drip = server.connect();
  const auto begun = Clock::now();
  pollfd answered{drip.descriptor(), POLLIN, 0};
  while (::poll(&answered, 1, 10) == 0 && Clock::now() - begun < 5s) drip.send("x");
  EXPECT_EQ(drip.receive().status, 408);
  EXPECT_LT(Clock::now() - begun, 1'500ms);
  EXPECT_THAT(server.metrics().text(), HasSubstr("refused_total{reason=\"time\"}"));
}

TEST(Limits, ClientsThatDoNotReadAreCutOff) {
  Router router;
  router.add(Method::kGet, "/big", [](const Request&, Response& r) { r.body.assign(std::size_t{64} << 20, 'x'); });
  TestServer server(std::move(router), {.write_time = 300ms});
  Client client = server.connect();
  client.send("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
  const auto begun = Clock::now();
  while (server.metrics().gauge("yishou_http_connections", "").value() == 0 && Clock::now() - begun < 5s) {
    std::this_thread::sleep_for(5ms);
  }
  while (server.metrics().gauge("yishou_http_connections", "").value() != 0 && Clock::now() - begun < 5s) {
    std::this_thread::sleep_for(5ms);
  }
  EXPECT_LT(Clock::now() - begun, 4s);
  EXPECT_EQ(client.receive().status, 0);  // cut off in the middle
}

TEST(Limits, RequestsPerConnection) {
  TestServer server(echo_routes(), {.requests_per_connection = 3});
  Client client = server.connect();
  EXPECT_EQ(client.get("/hello").header("Connection"), "keep-alive");
  EXPECT_EQ(client.get("/hello").header("Connection"), "keep-alive");
  EXPECT_EQ(client.get("/hello").header("Connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST(Limits, Connections) {
  TestServer server(echo_routes(), {.connections = 3});
  {
    std::vector<Client> clients;
    for (int i = 0; i < 3; ++i) {
      clients.push_back(server.connect());
      EXPECT_EQ(clients.back().get("/hello").status, 200);
    }
    Client over = server.connect();
    const Answer answer = over.receive();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.header("Retry-After"), "5");
    EXPECT_TRUE(over.ended());
    EXPECT_EQ(clients[0].get("/hello").status, 200);
  }
  int status = 0;
  for (int i = 0; i < 200 && status != 200; ++i) {
    status = server.connect().get("/hello").status;
    std::this_thread::sleep_for(5ms);
  }
  EXPECT_EQ(status, 200);
}

TEST(Limits, ConnectionsOfOnePeer) {
  TestServer server(echo_routes(), {.connections_per_peer = 2});
  Client one = server.connect(), two = server.connect();
  EXPECT_EQ(one.get("/hello").status + two.get("/hello").status, 400);
  EXPECT_EQ(server.connect().receive().status, 503);
  std::vector<Client> flood;
  for (int i = 0; i < 100; ++i) flood.push_back(server.connect());
  EXPECT_EQ(one.get("/hello").status, 200);
}

TEST(Limits, ThousandsOfIdleConnections) {
  rlimit files{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  files.rlim_cur = files.rlim_max;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
  ASSERT_GT(files.rlim_cur, 4'500u);
  TestServer server(echo_routes());
  std::vector<Client> idle;
  for (int i = 0; i < 2'000; ++i) {
    idle.push_back(server.connect());
    ASSERT_TRUE(idle.back().connected());
    if (i % 3 == 0) idle.back().send("GET /hel");
  }
  Client busy = server.connect();
  for (int i = 0; i < 200; ++i) ASSERT_EQ(busy.get("/hello").status, 200);
  // The last ones may still be on their way from the listener to their threads.
  const Gauge& open = server.metrics().gauge("yishou_http_connections", "");
  for (const auto begun = Clock::now(); open.value() != 2'001 && Clock::now() - begun < 5s;) std::this_thread::yield();
  EXPECT_EQ(open.value(), 2'001);
  for (int i = 0; i < 2'000; i += 3) {
    ASSERT_EQ(idle[static_cast<std::size_t>(i)].ask("lo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
  }
  server->stop(5s);
  EXPECT_EQ(server.metrics().gauge("yishou_http_connections", "").value(), 0);
}

TEST(Limits, PoolAndItsQueue) {
  std::counting_semaphore<> release(0), started(0);
  Router router = echo_routes();
  router.add(Method::kGet, "/wait", [&](const Request&, Response& r) {
    started.release();
    release.acquire();
    r.body = "waited";
  });
  TestServer server(std::move(router), {.pool_threads = 1, .pool_queue = 1});
  Client running = server.connect(), queued = server.connect(), refused = server.connect();
  running.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
  started.acquire();
  queued.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
  while (server.metrics().gauge("yishou_http_pool_waiting", "").value() != 1) std::this_thread::yield();
  const Answer answer = refused.get("/items/1");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_EQ(refused.get("/hello").status, 200);  // what needs no pool goes on, on the same connection
  release.release(2);
  EXPECT_EQ(running.receive().body, "waited");
  EXPECT_EQ(queued.receive().body, "waited");
  EXPECT_EQ(refused.get("/items/1").status, 200);
}

TEST(Limits, HandlersOverTheirTime) {
  std::counting_semaphore<> release(0);
  std::atomic<int> ran{0};
  Router router = echo_routes();
  router.add(Method::kPost, "/wait", [&](const Request& q, Response& r) {
    ++ran;
    release.acquire();
    r.body = q.body;  // the request is still there, though the client was answered
    r.set_header("X-Late", std::string(q.header("Host")));
  }, {.handle_time = 100ms});
  TestServer server(std::move(router), {.pool_threads = 1});
  Client running = server.connect(), queued = server.connect();
  running.send("POST /wait HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
  while (ran == 0) std::this_thread::yield();
  queued.send("POST /wait HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
  for (Client* client : {&running, &queued}) {
    const Answer answer = client->receive();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.header("X-Late"), "");
    EXPECT_TRUE(client->ended());
  }
  release.release(2);
  EXPECT_EQ(server.connect().get("/items/1").status, 200);
  EXPECT_EQ(ran, 1);  // nobody waited for the second any more
}

TEST(Stop, RequestsUnderWayAreAnswered) {
  std::counting_semaphore<> started(0);
  Router router = echo_routes();
  router.add(Method::kGet, "/slow", [&](const Request&, Response& r) {
    started.release();
    std::this_thread::sleep_for(200ms);
    r.body = "done";
  });
  TestServer server(std::move(router));
  Client idle = server.connect(), slow = server.connect(), half = server.connect();
  EXPECT_EQ(idle.get("/hello").status, 200);
  half.send("GET /hello HTTP/1.1\r\nHo");
  slow.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
  started.acquire();
  auto stopped = std::async(std::launch::async, [&] { server->stop(5s); });
  EXPECT_TRUE(idle.ended());
  const Answer partial = half.ask("st: h\r\n\r\n");
  EXPECT_EQ(partial.status, 200);
  EXPECT_EQ(partial.header("Connection"), "close");
  const Answer answer = slow.receive();
  EXPECT_EQ(answer.body, "done");
  EXPECT_EQ(answer.header("Connection"), "close");
  stopped.wait();
  EXPECT_FALSE(server.connect().connected());
}

TEST(Stop, TheGraceEnds) {
  TestServer server(echo_routes());
  Client half = server.connect();
  half.send("GET /hello HTTP/1.1\r\nHo");
  while (server.metrics().gauge("yishou_http_connections", "").value() != 1) std::this_thread::yield();
  const auto begun = Clock::now();
  server->stop(200ms);
  EXPECT_LT(Clock::now() - begun, 2s);
  EXPECT_EQ(half.receive().status, 0);
}

// The accept under way belongs to one thread's loop and its socket to another's: neither outlives the other.
TEST(Stop, AtOnceAfterAConnection) {
  for (int round = 0; round < 100; ++round) {
    TestServer server(echo_routes(), {.listen = {{}, {}, {}}, .io_threads = 3});
    Client first = server.connect(0), second = server.connect(1), third = server.connect(2);
    if (round % 2 == 0) {
      EXPECT_EQ(first.get("/hello").status, 200);
    }
  }
}

// Every answer that begins is whole, and every request taken is answered, while the server stops.
TEST(Stop, UnderLoad) {
  TestServer server(echo_routes());
  std::atomic<bool> stopping{false};
  std::atomic<int> answered{0}, broken{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      Client client = server.connect();
      for (;;) {
        const Answer answer = t % 2 == 0 ? client.post("/echo", std::string(5'000, 'x')) : client.get("/hello");
        if (answer.status == 200) ++answered;
        if (answer.status == 200 && answer.header("Connection") != "close") continue;
        // Only a stopping server may end a connection, and an idle one without an answer.
        if (!stopping) ++broken;
        return;
      }
    });
  }
  while (answered < 500) std::this_thread::yield();
  stopping = true;
  server->stop(5s);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(broken, 0);
  EXPECT_EQ(server.metrics().gauge("yishou_http_connections", "").value(), 0);
}

}  // namespace
}  // namespace yishou::http
