#include "crypto/random.h"

#include <openssl/rand.h>

#include "base/check.h"
#include "crypto/digest.h"

namespace yishou::crypto {

std::string random_bytes(std::size_t size) {
  std::string out(size, '\0');
  YISHOU_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(size)) == 1,
               "the system gives random bytes");
  return out;
}

std::string random_token() { return to_base64url(random_bytes(32)); }
std::string random_token_hex() { return to_hex(random_bytes(32)); }

}  // namespace yishou::crypto
