#include "harness/store/sha256.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::store {
namespace {

TEST_CASE("Digests are those of the standard's examples") {
  // FIPS 180-4's example messages, and the empty one.
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("A file's digest is that of its bytes, over many blocks") {
  const testing::TemporaryDirectory directory;
  // A million times "a": the standard's long message.
  const auto digest = sha256_of_file(directory.write("a", std::string(1000000, 'a')));
  REQUIRE(digest);
  CHECK(digest.value() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  CHECK(sha256_of_file(directory.write("empty", "")).value() == sha256(""));
}

TEST_CASE("A file that cannot be read is an error of the log") {
  const testing::TemporaryDirectory directory;
  const auto missing = sha256_of_file((directory.path() / "none").string());
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::log);
  CHECK(missing.error().what == "cannot be read: No such file or directory");
  CHECK_FALSE(sha256_of_file(directory.path().string()));
}

}  // namespace
}  // namespace wvagate::store
