// Tests of TLS with certificates made here.
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/http_fixture.h"

namespace yishou::http {
namespace {

// Writes a self-signed certificate of `name` and its key.
void make_certificate(const char* name, const std::string& certificate_file, const std::string& key_file) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  ASSERT_GT(X509_sign(certificate, key, EVP_sha256()), 0);
  std::FILE* file = std::fopen(certificate_file.c_str(), "w");
  PEM_write_X509(file, certificate);
  std::fclose(file);
  file = std::fopen(key_file.c_str(), "w");
  PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

// A client over TLS of at most `max_version`.
class TlsClient {
 public:
  TlsClient(std::uint16_t port, int max_version) : client_(port), context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_security_level(context_, 0);
    SSL_CTX_set_max_proto_version(context_, max_version);
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, client_.descriptor());
    connected_ = SSL_connect(ssl_) == 1;
    ERR_clear_error();
  }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] std::string name() const {
    X509* certificate = SSL_get1_peer_certificate(ssl_);
    char text[100] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text, sizeof text);
    X509_free(certificate);
    return text;
  }
  // Sends, and reads until `end` has come or the server ends.
  std::string ask(std::string_view bytes, std::string_view end) {
    SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
    std::string all;
    char part[16384];
    while (!all.ends_with(end)) {
      const int n = SSL_read(ssl_, part, sizeof part);
      if (n <= 0) break;
      all.append(part, static_cast<std::size_t>(n));
    }
    return all;
  }
  // True when the server said goodbye properly (close_notify), not just cut the line.
  bool closed_cleanly() {
    char byte;
    return SSL_read(ssl_, &byte, 1) == 0 && SSL_get_error(ssl_, 0) == SSL_ERROR_ZERO_RETURN;
  }

 private:
  Client client_;
  SSL_CTX* context_;
  SSL* ssl_;
  bool connected_ = false;
};

class Tls : public ::testing::Test {
 protected:
  void SetUp() override {
    make_certificate("first", certificate_, key_);
    Settings settings;
    settings.header_time = 500ms;
    settings.hsts = std::chrono::seconds(60);
    settings.listen = {{}, {.certificate_file = certificate_, .key_file = key_}};
    Router router = echo_routes();
    router.add(Method::kGet, "/secure", [](const Request& q, Response& r) { r.body = q.tls ? "tls" : "plain"; });
    router.add(Method::kGet, "/big",
               [](const Request&, Response& r) { r.body.assign(std::size_t{4} << 20, 'x') += "END"; });
    server_.emplace(std::move(router), settings);
  }
  [[nodiscard]] std::uint16_t port() { return (*server_)->port(1); }

  TestFolder folder_;
  const std::string certificate_ = folder_.file("cert.pem"), key_ = folder_.file("key.pem");
  std::optional<TestServer> server_;
};

constexpr std::string_view kSecure = "GET /secure HTTP/1.1\r\nHost: h\r\n\r\n";

TEST_F(Tls, AnswersOverTls12And13) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient client(port(), version);
    ASSERT_TRUE(client.connected());
    EXPECT_THAT(client.ask(kSecure, "tls"),
                ::testing::AllOf(::testing::StartsWith("HTTP/1.1 200"),
                                 ::testing::HasSubstr("Strict-Transport-Security: max-age=60")));
    EXPECT_EQ(client.ask("GET /big HTTP/1.1\r\nHost: h\r\n\r\n", "END").find("HTTP/1.1 200"), 0u);
    std::string two(kSecure);
    two += "GET /secure HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    const std::string answers = client.ask(two, "never");
    EXPECT_NE(answers.find("HTTP/1.1 200"), answers.rfind("HTTP/1.1 200"));
    EXPECT_TRUE(client.closed_cleanly());
  }
  EXPECT_EQ(server_->connect(0).get("/secure").body, "plain");
}

TEST_F(Tls, OldVersionsAndPlainTextAreRefused) {
  EXPECT_FALSE(TlsClient(port(), TLS1_1_VERSION).connected());
  Client plain = server_->connect(1);
  plain.send("GET /secure HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(plain.receive().status, 0);  // no answer in plain text
  EXPECT_TRUE(TlsClient(port(), TLS1_3_VERSION).connected());
}

TEST_F(Tls, SlowClientsAreCutOff) {
  Client silent = server_->connect(1);
  EXPECT_TRUE(silent.ended());  // no handshake
  TlsClient client(port(), TLS1_3_VERSION);
  EXPECT_THAT(client.ask("GET /sec", "never"), ::testing::StartsWith("HTTP/1.1 408"));
}

TEST_F(Tls, CertificatesAreReadAnew) {
  TlsClient before(port(), TLS1_3_VERSION);
  EXPECT_EQ(before.name(), "first");
  write_file(certificate_, "no certificate");
  const Status failed = (*server_)->reload_certificates();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(TlsClient(port(), TLS1_3_VERSION).name(), "first");
  make_certificate("second", certificate_, folder_.file("other.pem"));
  EXPECT_EQ((*server_)->reload_certificates().error().code, ErrorCode::kBadInput);  // the key is the first one's
  make_certificate("second", certificate_, key_);
  ASSERT_TRUE((*server_)->reload_certificates());
  EXPECT_EQ(TlsClient(port(), TLS1_3_VERSION).name(), "second");
  EXPECT_THAT(before.ask(kSecure, "tls"), ::testing::StartsWith("HTTP/1.1 200"));  // goes on
}

TEST_F(Tls, StopsGracefully) {
  TlsClient idle(port(), TLS1_3_VERSION);
  EXPECT_THAT(idle.ask(kSecure, "tls"), ::testing::StartsWith("HTTP/1.1 200"));
  std::thread stop([&] { (*server_)->stop(5s); });
  EXPECT_TRUE(idle.closed_cleanly());
  stop.join();
}

}  // namespace
}  // namespace yishou::http
