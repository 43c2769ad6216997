// Tests of bytes that are no request, or that two readers would take for different ones.
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "http/http_fixture.h"

namespace yishou::http {
namespace {

TEST(Hostile, SmugglingAndMalformedRequestsAreRefused) {
  TestServer server(echo_routes());
  struct Case {
    std::string_view bytes;
    int status;
  };
  for (const auto& [bytes, status] : std::vector<Case>{
           {"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nabcd", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4, 4\r\n\r\nabcd", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: +4\r\n\r\nabcd", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 0x4\r\n\r\nabcd", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: \r\n\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999999\r\n\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length : 4\r\n\r\nabcd", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n", 501},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400},
           {"POST /echo HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\na\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", 400},
           {"POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n11111111111111111\r\na", 400},
           {"GET /hello HTTP/1.1\r\n\r\n", 400},
           {"GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
           {"GET /hello HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n", 400},
           {"GET /hello HTTP/1.1\nHost: h\n\n", 400},
           {"GET /hello HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", 400},
           {"GET /hello HTTP/1.1\r\nHost: h\r\n: v\r\n\r\n", 400},
           {"GET /hello HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n", 400},
           {"GET /hello HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n", 400},
           {"GET  /hello HTTP/1.1\r\nHost: h\r\n\r\n", 400},
           {"GET /hello\r\n\r\n", 400},
           {"GET /he llo HTTP/1.1\r\nHost: h\r\n\r\n", 505},
           {"GET /hello HTTP/2.0\r\nHost: h\r\n\r\n", 505},
           {"GET /hello HTTP/1.2\r\nHost: h\r\n\r\n", 505},
           {"GET /hello HTTP/0.9\r\nHost: h\r\n\r\n", 505},
           {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
           {"GET /hello HTTP/1.1\r\nHost: h\r\nExpect: miracles\r\n\r\n", 417},
           {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400},
           {"\r\n\r\n\r\n", 400},
           {"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n", 400},
           {"GET /items/%c0%ae%c0%ae HTTP/1.1\r\nHost: h\r\n\r\n", 400},
           {"GET /items/a%00b HTTP/1.1\r\nHost: h\r\n\r\n", 400},
           {"GET /items/%252e%252e HTTP/1.1\r\nHost: h\r\n\r\n", 200},
           {"GET /items/..%2f..%2fetc HTTP/1.1\r\nHost: h\r\n\r\n", 400},
           {"GET http://h/hello HTTP/1.1\r\nHost: h\r\n\r\n", 200},
       }) {
    Client client = server.connect();
    const Answer answer = client.ask(bytes);
    EXPECT_EQ(answer.status, status) << ::testing::PrintToString(std::string(bytes)) << answer.body;
    if (answer.header("Connection") == "close") {
      EXPECT_TRUE(client.ended());
    }
  }
  EXPECT_EQ(server.connect().get("/hello").status, 200);
}

// What follows a refused request is never taken for a request.
TEST(Hostile, NothingAfterARefusalIsServed) {
  TestServer server(echo_routes());
  Client client = server.connect();
  EXPECT_EQ(client
                .ask("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "0\r\n\r\nGET /hello HTTP/1.1\r\nHost: h\r\n\r\n")
                .status,
            400);
  EXPECT_TRUE(client.ended());
}

TEST(Hostile, RandomBytesNeverBreakIt) {
  TestServer server(echo_routes());
  std::uint64_t state = 42;
  const auto chance = [&state](std::uint64_t n) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 33) % n;
  };
  const std::string model =
      "POST /echo?a=b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
      "POST /here HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcGET /hello HTTP/1.1\r\nHost: h\r\n\r\n";
  for (int round = 0; round < 500; ++round) {
    std::string bytes = model;
    for (std::uint64_t i = chance(6) + 1; i-- > 0;) {
      const std::size_t at = chance(bytes.size());
      switch (chance(3)) {
        case 0: bytes[at] = static_cast<char>(chance(256)); break;
        case 1: bytes.erase(at, chance(5)); break;
        default: bytes.insert(at, 1, "\r\n :;0"[chance(6)]); break;
      }
    }
    Client client = server.connect();
    client.send(bytes);
    client.end_sending();
    while (client.receive().status != 0) {
    }
  }
  EXPECT_EQ(server.connect().get("/hello").status, 200);
}

}  // namespace
}  // namespace yishou::http
