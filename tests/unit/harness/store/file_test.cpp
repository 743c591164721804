#include "harness/store/file.hpp"

#include <filesystem>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::store {
namespace {

namespace fs = std::filesystem;
using testing::read_file;
using testing::TemporaryDirectory;

std::size_t entries(const fs::path& directory) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

TEST_CASE("A file is written, replaced, and nothing is left beside it") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "deeper" / "still" / "a.json";
  REQUIRE(write_file(path.string(), "first"));
  CHECK(read_file(path) == "first");
  REQUIRE(write_file(path.string(), std::string(1 << 20, 'x')));
  CHECK(read_file(path) == std::string(1 << 20, 'x'));
  REQUIRE(write_file(path.string(), ""));
  CHECK(read_file(path).empty());
  CHECK(entries(path.parent_path()) == 1);
  CHECK((fs::status(path).permissions() & fs::perms::others_read) != fs::perms::none);
}

TEST_CASE("What is no regular file is not replaced") {
  const TemporaryDirectory directory;
  fs::create_directory(directory.path() / "d");
  const auto status = write_file((directory.path() / "d").string(), "x");
  REQUIRE_FALSE(status);
  CHECK(status.error().kind == ErrorKind::output);
  CHECK(status.error().what == "is there, and no regular file");
  CHECK_FALSE(write_file("/dev/null", "x"));
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("A directory that cannot be made is an error that names it") {
  const TemporaryDirectory directory;
  directory.write("file", "");
  const auto status = write_file((directory.path() / "file" / "a.json").string(), "x");
  REQUIRE_FALSE(status);
  CHECK(status.error().where == (directory.path() / "file").string());
}

TEST_CASE("A file that is not committed leaves nothing, and what was there") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "a";
  REQUIRE(write_file(path.string(), "first"));
  {
    WholeFile file(path.string());
    REQUIRE(file.open());
    REQUIRE(file.append("second"));
    CHECK(entries(directory.path()) == 2);
  }
  CHECK(read_file(path) == "first");
  CHECK(entries(directory.path()) == 1);
}

}  // namespace
}  // namespace wvagate::store
