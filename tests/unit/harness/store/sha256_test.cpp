#include "harness/store/sha256.hpp"

#include <algorithm>
#include <string>

#include "tests/support/catch.hpp"

namespace wvagate::store {
namespace {

TEST_CASE("Digests are those of the standard's examples") {
  // FIPS 180-4's example messages, and the empty one.
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("A digest is that of all bytes that are read, over many blocks") {
  // A million times "a": the standard's long message.
  std::size_t left = 1000000;
  const auto digest = sha256_of([&](std::span<char> block) -> Result<std::size_t> {
    const std::size_t count = std::min({left, block.size(), std::size_t{77777}});
    std::fill_n(block.begin(), count, 'a');
    left -= count;
    return count;
  });
  REQUIRE(digest);
  CHECK(digest.value() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  CHECK(sha256_of([](std::span<char>) -> Result<std::size_t> { return std::size_t{0}; }).value() ==
        sha256(""));
}

TEST_CASE("What cannot be read has no digest") {
  int blocks = 0;
  const auto digest = sha256_of([&](std::span<char> block) -> Result<std::size_t> {
    if (++blocks == 3) return Error{.kind = ErrorKind::log, .what = "the disk is gone"};
    return block.size();
  });
  REQUIRE_FALSE(digest);
  CHECK(digest.error().what == "the disk is gone");
}

}  // namespace
}  // namespace wvagate::store
