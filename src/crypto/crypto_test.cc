// Published vectors, and what must not open.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/digest.h"
#include "crypto/keys.h"
#include "crypto/password.h"
#include "crypto/random.h"
#include "crypto/sealer.h"
#include "crypto/sm4_gcm.h"

namespace yishou::crypto {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string bytes(std::string_view hex) { return *from_hex(hex); }

TEST(Digest, Sm3OfTheStandard) {
  EXPECT_EQ(sm3_hex("abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string long_text;
  for (int i = 0; i < 16; ++i) long_text += "abcd";
  EXPECT_EQ(sm3_hex(long_text), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

TEST(Digest, Sha256OfTheStandard) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

// RFC 2104 written out over sm3_hex, so that the two come from different code.
std::string hmac_by_definition(std::string key, std::string_view text) {
  if (key.size() > 64) key = bytes(sm3_hex(key));
  key.resize(64, '\0');
  std::string inner = key, outer = key;
  for (auto& c : inner) c = static_cast<char>(c ^ 0x36);
  for (auto& c : outer) c = static_cast<char>(c ^ 0x5c);
  return sm3_hex(outer + bytes(sm3_hex(inner + std::string{text})));
}

TEST(Digest, HmacSm3) {
  const std::string text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  EXPECT_EQ(hmac_sm3_hex(bytes("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"), text + text),
            "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a");
  for (const std::size_t size : {0, 1, 63, 64, 65, 200}) {
    const std::string key(size, 'k');
    EXPECT_EQ(hmac_sm3_hex(key, "医保"), hmac_by_definition(key, "医保")) << size;
    EXPECT_EQ(hmac_sm3_hex(key, ""), hmac_by_definition(key, "")) << size;
  }
}

TEST(Digest, TextFormsComeBackAndRefuseWhatTheyDoNotWrite) {
  for (std::size_t size = 0; size < 70; ++size) {
    const auto value = random_bytes(size);
    EXPECT_EQ(from_hex(to_hex(value)), value);
    EXPECT_EQ(from_base64url(to_base64url(value)), value);
  }
  EXPECT_EQ(to_base64url("\xfb\xff\xfe"), "-__-");
  for (const auto* wrong : {"a", "abc=", "ab==", "a+bc", "a/bc", "abcde", "ab c", "AB"})
    EXPECT_EQ(from_base64url(wrong), std::nullopt) << wrong;
  for (const auto* wrong : {"a", "0g", "0x00", " 00 "}) EXPECT_EQ(from_hex(wrong), std::nullopt) << wrong;
}

TEST(Digest, ConstantTimeEqualIsEqual) {
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_TRUE(constant_time_equal("token", "token"));
  EXPECT_FALSE(constant_time_equal("token", "tokem"));
  EXPECT_FALSE(constant_time_equal("token", "toke"));
  EXPECT_FALSE(constant_time_equal(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
}

TEST(Random, TokensDiffer) {
  std::set<std::string> tokens;
  for (int i = 0; i < 2000; ++i) tokens.insert(random_token());
  EXPECT_EQ(tokens.size(), 2000u);
  EXPECT_EQ(tokens.begin()->size(), 43u);
  EXPECT_EQ(random_token_hex().size(), 64u);
}

const std::string kRfcKey = bytes("0123456789abcdeffedcba9876543210");
const std::string kRfcNonce = bytes("00001234567800000000abcd");
const std::string kRfcAssociated = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
const std::string kRfcPlain = bytes(
    "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeee"
    "aaaaaaaaaaaaaaaa");
const std::string kRfcSealed = bytes(
    "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397"
    "b4024a2691233b8d83de3541e4c2b58177e065a9bf7b62ec");

TEST(Sm4Gcm, OfRfc8998) {
  EXPECT_EQ(to_hex(sm4_gcm_seal(kRfcKey, kRfcNonce, kRfcAssociated, kRfcPlain)), to_hex(kRfcSealed));
  EXPECT_EQ(sm4_gcm_open(kRfcKey, kRfcNonce, kRfcAssociated, kRfcSealed), kRfcPlain);
}

TEST(Sm4Gcm, OneBitAnywhereAndItDoesNotOpen) {
  for (std::size_t i = 0; i < kRfcSealed.size() * 8; ++i) {
    auto changed = kRfcSealed;
    changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
    EXPECT_EQ(sm4_gcm_open(kRfcKey, kRfcNonce, kRfcAssociated, changed), std::nullopt) << i;
  }
  for (std::size_t size = 0; size < kRfcSealed.size(); ++size)
    EXPECT_EQ(sm4_gcm_open(kRfcKey, kRfcNonce, kRfcAssociated, kRfcSealed.substr(0, size)), std::nullopt) << size;
  EXPECT_EQ(sm4_gcm_open(kRfcKey, kRfcNonce, "other", kRfcSealed), std::nullopt);
  EXPECT_EQ(sm4_gcm_open(kRfcKey, std::string(12, 'n'), kRfcAssociated, kRfcSealed), std::nullopt);
  EXPECT_EQ(sm4_gcm_open(std::string(16, 'k'), kRfcNonce, kRfcAssociated, kRfcSealed), std::nullopt);
  EXPECT_EQ(sm4_gcm_open(kRfcKey, kRfcNonce, kRfcAssociated, kRfcSealed), kRfcPlain)
      << "a refusal leaves nothing behind";
}

TEST(Password, Argon2idOfRfc9106) {
  const auto tag = argon2id(std::string(32, 1), std::string(16, 2), std::string(8, 3), std::string(12, 4),
                            {.memory_kib = 32, .passes = 3, .lanes = 4}, 32);
  ASSERT_TRUE(tag.has_value()) << tag.error().message;
  EXPECT_EQ(to_hex(*tag), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
}

constexpr PasswordCost kCheap{.memory_kib = 64, .passes = 1, .lanes = 1};

TEST(Password, OnlyTheRightOneIsTaken) {
  const auto phc = hash_password("正确的密码 \u202ex", kCheap);
  ASSERT_TRUE(phc.has_value());
  EXPECT_THAT(*phc, HasSubstr("$argon2id$v=19$m=64,t=1,p=1$"));
  EXPECT_TRUE(*verify_password("正确的密码 \u202ex", *phc));
  EXPECT_FALSE(*verify_password("正确的密码 x", *phc));
  EXPECT_FALSE(*verify_password("", *phc));
  EXPECT_FALSE(*verify_password(std::string_view("正确的密码 \u202ex\0", 21), *phc));
  EXPECT_NE(*phc, *hash_password("正确的密码 \u202ex", kCheap)) << "each has its own salt";
  EXPECT_FALSE(wants_rehash(*phc, kCheap));
  EXPECT_TRUE(wants_rehash(*phc, {}));
}

TEST(Password, RefusesWhatIsNoHashAndWhatCostsTooMuch) {
  const auto phc = *hash_password("x", kCheap);
  for (const std::string& wrong :
       {std::string{}, std::string{"x"}, phc.substr(1), phc.substr(0, phc.size() - 1), phc + "A", phc + "$",
        std::string{"$argon2id$v=19$m=64,t=1,p=1$$"}, std::string{"$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAA$AAAA"},
        std::string{"$argon2id$v=19$m=99999999999,t=1,p=1$AAAAAAAAAAA$AAAA"}})
    EXPECT_EQ(verify_password("x", wrong).error().code, ErrorCode::kBadInput) << wrong;
  EXPECT_EQ(hash_password(std::string(kMaxPasswordBytes + 1, 'x'), kCheap).error().code, ErrorCode::kTooMuch);
  EXPECT_TRUE(hash_password(std::string(kMaxPasswordBytes, 'x'), kCheap).has_value());
  for (const PasswordCost cost : {PasswordCost{7, 1, 1}, PasswordCost{64, 0, 1}, PasswordCost{64, 1, 0},
                                  PasswordCost{64, 1, 9}, PasswordCost{2 * 1024 * 1024, 1, 1}})
    EXPECT_EQ(hash_password("x", cost).error().code, ErrorCode::kBadCall);
}

class KeyFile : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) / ("yishou_keys_" + random_token_hex().substr(0, 12));
    fs::create_directories(folder_);
    path_ = (folder_ / "keys").string();
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string read() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& text) const {
    std::ofstream(path_, std::ios::binary) << text;
    chmod(path_.c_str(), 0600);
  }
  fs::path folder_;
  std::string path_;
};

TEST_F(KeyFile, IsMadeForItsOwnerAloneAndNeverReplaced) {
  const auto made = Keys::make(path_);
  ASSERT_TRUE(made.has_value()) << made.error().message;
  struct stat about{};
  ASSERT_EQ(stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  const auto before = read();
  EXPECT_EQ(Keys::make(path_).error().code, ErrorCode::kConflict);
  EXPECT_EQ(read(), before);
  EXPECT_EQ(Keys::open(path_)->index_key(), made->index_key());
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1) << "nothing is left beside it";
}

TEST_F(KeyFile, IsRefusedWhenOthersMayReadItOrItIsMissingOrNoFile) {
  EXPECT_EQ(Keys::open(path_).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(Keys::rotate(path_).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(Keys::make(path_).has_value());
  for (const mode_t mode : {0640u, 0604u, 0620u, 0602u, 0610u, 0666u}) {
    chmod(path_.c_str(), mode);
    const auto opened = Keys::open(path_);
    ASSERT_FALSE(opened.has_value()) << mode;
    EXPECT_EQ(opened.error().code, ErrorCode::kDenied);
    EXPECT_THAT(opened.error().message, HasSubstr("chmod 600"));
  }
  EXPECT_FALSE(Keys::open(folder_.string()).has_value());
}

TEST_F(KeyFile, IsRefusedWhenDamaged) {
  ASSERT_TRUE(Keys::make(path_).has_value());
  const auto whole = read();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write(whole.substr(0, size));
    EXPECT_EQ(Keys::open(path_).error().code, ErrorCode::kBadInput) << size;
  }
  const auto seal = whole.substr(whole.find("seal"));
  for (const std::string& wrong : {whole + seal, whole + whole.substr(whole.find("index")), whole + "\n", whole + "x\n",
                                   std::string(100'000, 'x'), std::string("\0", 1) + whole}) {
    write(wrong);
    EXPECT_EQ(Keys::open(path_).error().code, ErrorCode::kBadInput) << wrong.substr(0, 300);
  }
}

TEST_F(KeyFile, ARotatedKeySealsAndTheOldOnesStillOpen) {
  const Sealer old{*Keys::make(path_)};
  const Place place{"findings", "psn_no", "f1"};
  const auto sealed = old.seal("610102199001011234", place);
  const Sealer fresh{*Keys::rotate(path_)};
  const Sealer again{*Keys::open(path_)};
  EXPECT_EQ(*fresh.open(sealed, place), "610102199001011234");
  const auto newer = fresh.seal("610102199001011234", place);
  EXPECT_TRUE(newer.starts_with("s1.2."));
  EXPECT_TRUE(again.is_old(sealed));
  EXPECT_FALSE(again.is_old(newer));
  EXPECT_EQ(*again.open(newer, place), "610102199001011234");
  EXPECT_EQ(old.blind_index("psn_no", "1"), again.blind_index("psn_no", "1")) << "searching goes on";
  const auto without = old.open(newer, place);
  ASSERT_FALSE(without.has_value());
  EXPECT_THAT(without.error().message, HasSubstr("key 2"));
}

TEST_F(KeyFile, ASealedValueOpensInItsPlaceOnly) {
  const Sealer sealer{*Keys::make(path_)};
  const auto sealed = sealer.seal("王医生", {"findings", "doctor", "f1"});
  EXPECT_EQ(*sealer.open(sealed, {"findings", "doctor", "f1"}), "王医生");
  for (const Place& other : {Place{"findings", "doctor", "f2"}, Place{"findings", "psn_no", "f1"},
                             Place{"finding", "sdoctor", "f1"}, Place{"log", "doctor", "f1"}}) {
    const auto opened = sealer.open(sealed, other);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code, ErrorCode::kBadInput);
    EXPECT_EQ(opened.error().message.find("王"), std::string::npos);
  }
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = changed[i] == 'B' ? 'C' : 'B';
    EXPECT_FALSE(sealer.open(changed, {"findings", "doctor", "f1"}).has_value()) << i;
  }
  for (const auto* wrong : {"s1.", "s1.1", "s1.1.", "s1..AAAA", "plain", "s1.99999999999.AAAA", "s1.1.AAAA"})
    EXPECT_EQ(sealer.open(wrong, {"a", "b", "c"}).error().code, ErrorCode::kBadInput) << wrong;
  EXPECT_NE(sealer.seal("x", {"a", "b", "c"}), sealer.seal("x", {"a", "b", "c"})) << "nonces are never used twice";
  EXPECT_EQ(sealer.seal("", {"a", "b", "c"}), "");
  const std::string big(1 << 20, '\0');
  EXPECT_EQ(*sealer.open(sealer.seal(big, {"a", "b", "c"}), {"a", "b", "c"}), big);
}

TEST_F(KeyFile, BlindIndexesDependOnPurposeAndKey) {
  const Sealer sealer{*Keys::make(path_)};
  EXPECT_EQ(sealer.blind_index("psn_no", "610102"), sealer.blind_index("psn_no", "610102"));
  EXPECT_NE(sealer.blind_index("psn_no", "610102"), sealer.blind_index("doctor", "610102"));
  EXPECT_NE(sealer.blind_index("psn_no", "610102"), sealer.blind_index("psn_no", "610103"));
  EXPECT_EQ(sealer.blind_index("psn_no", "610102").size(), 32u);
  EXPECT_EQ(sealer.blind_index("psn_no", ""), "");
  fs::remove(path_);
  EXPECT_NE(sealer.blind_index("psn_no", "610102"), Sealer{*Keys::make(path_)}.blind_index("psn_no", "610102"));
}

TEST_F(KeyFile, SealsAndOpensInManyThreads) {
  const Sealer sealer{*Keys::make(path_)};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&sealer, t] {
      for (int i = 0; i < 200; ++i) {
        const auto value = std::to_string(t * 1000 + i);
        EXPECT_EQ(*sealer.open(sealer.seal(value, {"a", "b", value}), {"a", "b", value}), value);
      }
    });
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace yishou::crypto
