#include "harness/store/experiment_directory.hpp"

#include <filesystem>
#include <set>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::store {
namespace {

namespace fs = std::filesystem;
using testing::read_file;
using testing::TemporaryDirectory;

std::set<std::string> names_in(const fs::path& directory) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory))
    names.insert(entry.path().filename().string());
  return names;
}

using Names = std::set<std::string>;

TEST_CASE("A directory is written whole") {
  const TemporaryDirectory root;
  const std::string source = root.write("source.log", std::string("copied\0bytes", 12));
  const fs::path target = root.path() / "new" / "deep" / "experiment";
  const DirectoryContent content{.files = {{"a.csv", "1,2\n"}, {"sub/b.json", "{}\n"}, {"empty", ""}},
                                 .copies = {{"log/source.log", source}}};
  REQUIRE(write_directory(target.string(), content, false));
  CHECK(read_file(target / "a.csv") == "1,2\n");
  CHECK(read_file(target / "sub/b.json") == "{}\n");
  CHECK(read_file(target / "empty") == "");
  CHECK(read_file(target / "log/source.log") == std::string("copied\0bytes", 12));
  CHECK(names_in(target) == Names{"a.csv", "sub", "empty", "log"});
  CHECK(names_in(target.parent_path()) == Names{"experiment"});
  CHECK((fs::status(target).permissions() & fs::perms::all) == fs::perms(0755));
}

TEST_CASE("What is there already is left alone") {
  const TemporaryDirectory root;
  const fs::path target = root.path() / "experiment";
  REQUIRE(write_directory(target.string(), {.files = {{"old", "1"}}}, false));
  const Status status = write_directory(target.string(), {.files = {{"new", "2"}}}, false);
  REQUIRE_FALSE(status);
  CHECK(status.error().kind == ErrorKind::output);
  CHECK(status.error().where == target.string());
  CHECK(status.error().what == "is there already");
  CHECK(names_in(target) == Names{"old"});
  CHECK(names_in(root.path()) == Names{"experiment"});
}

TEST_CASE("A file or a dangling link in the way is left alone, too") {
  const TemporaryDirectory root;
  root.write("file", "mine");
  CHECK_FALSE(write_directory((root.path() / "file").string(), {.files = {{"a", "1"}}}, false));
  CHECK(read_file(root.path() / "file") == "mine");
  fs::create_symlink("nowhere", root.path() / "link");
  CHECK(exists((root.path() / "link").string()));
  CHECK_FALSE(write_directory((root.path() / "link").string(), {.files = {{"a", "1"}}}, false));
  CHECK_FALSE(exists((root.path() / "nowhere").string()));
}

TEST_CASE("With force the old directory is replaced whole") {
  const TemporaryDirectory root;
  const fs::path target = root.path() / "experiment";
  REQUIRE(write_directory(target.string(), {.files = {{"old", "1"}, {"both", "1"}}}, false));
  REQUIRE(write_directory(target.string(), {.files = {{"new", "2"}, {"both", "2"}}}, true));
  CHECK(names_in(target) == Names{"new", "both"});
  CHECK(read_file(target / "both") == "2");
  CHECK(names_in(root.path()) == Names{"experiment"});
}

TEST_CASE("A directory that cannot be finished is not begun") {
  const TemporaryDirectory root;
  const fs::path target = root.path() / "experiment";
  const std::string missing = (root.path() / "missing.log").string();
  const DirectoryContent content{.files = {{"a", "1"}}, .copies = {{"b", missing}}};
  SECTION("where there was none") {
    const Status status = write_directory(target.string(), content, false);
    REQUIRE_FALSE(status);
    CHECK(status.error().what == "cannot be copied from " + missing + ": No such file or directory");
    CHECK(names_in(root.path()).empty());
  }
  SECTION("where there was one, which stays") {
    REQUIRE(write_directory(target.string(), {.files = {{"old", "1"}}}, false));
    CHECK_FALSE(write_directory(target.string(), content, true));
    CHECK(names_in(root.path()) == Names{"experiment"});
    CHECK(names_in(target) == Names{"old"});
  }
  SECTION("where a name is a file and a directory at once") {
    CHECK_FALSE(write_directory(target.string(), {.files = {{"a", "1"}, {"a/b", "2"}}}, false));
    CHECK(names_in(root.path()).empty());
  }
}

TEST_CASE("A place that cannot be written to is an error") {
  const TemporaryDirectory root;
  root.write("file", "");
  const Status status =
      write_directory((root.path() / "file" / "experiment").string(), {.files = {{"a", "1"}}}, false);
  REQUIRE_FALSE(status);
  CHECK(status.error().kind == ErrorKind::output);
  CHECK(status.error().where == (root.path() / "file").string());
}

TEST_CASE("A slash behind the directory's name does not matter") {
  const TemporaryDirectory root;
  const std::string target = (root.path() / "experiment").string() + "/";
  const Status status = write_directory(target, {.files = {{"a", "1"}}}, false);
  CHECK(status);
  CHECK(names_in(root.path() / "experiment") == Names{"a"});
}

TEST_CASE("A directory that is given up leaves nothing") {
  const TemporaryDirectory root;
  const std::string source = root.write("source.log", std::string(std::size_t{5} << 20, 'x'));
  const fs::path target = root.path() / "experiment";
  const DirectoryContent content{.files = {{"a", "1"}, {"b", "2"}}, .copies = {{"log", source}}};
  int asked = 0;
  REQUIRE(write_directory(target.string(), content, false, [&] {
    ++asked;
    return false;
  }));
  CHECK(asked > 5);  // a copy is asked about in its middle, too
  for (int after = 0; after < asked; ++after) {
    const fs::path other = root.path() / "other";
    int left = after;
    const Status status = write_directory(other.string(), content, false, [&] { return left-- == 0; });
    REQUIRE_FALSE(status);
    CHECK(status.error().kind == ErrorKind::output);
    CHECK(names_in(root.path()) == Names{"experiment", "source.log"});
  }
  const Status status =
      write_directory(target.string(), {.files = {{"new", "3"}}}, true, [] { return true; });
  CHECK_FALSE(status);
  CHECK(names_in(target) == Names{"a", "b", "log"});
}

TEST_CASE("A directory that loses something while it is written is not taken for whole") {
  const TemporaryDirectory root;
  const fs::path target = root.path() / "experiment";
  const DirectoryContent content{.files = {{"a", "1"}, {"sub/b", "2"}, {"sub/c", "3"}}, .copies = {}};
  const auto half_written = [&] {
    for (const auto& entry : fs::directory_iterator(root.path())) {
      if (entry.path() != target) return entry.path();
    }
    return fs::path();
  };
  int asked = 0;
  SECTION("all of it") {
    CHECK_FALSE(write_directory(target.string(), content, false, [&] {
      if (++asked == 3) fs::remove_all(half_written());
      return false;
    }));
  }
  SECTION("a file") {
    const Status status = write_directory(target.string(), content, false, [&] {
      if (++asked == 3) fs::remove(half_written() / "a");
      return false;
    });
    REQUIRE_FALSE(status);
    CHECK(status.error().what == "was removed or changed while the directory was written");
  }
  CHECK(names_in(root.path()).empty());
}

TEST_CASE("Only a file can be copied") {
  const TemporaryDirectory root;
  CHECK(is_file(root.write("file", "")));
  CHECK_FALSE(is_file(root.path().string()));
  CHECK_FALSE(is_file((root.path() / "nothing").string()));
  CHECK_FALSE(is_file("/dev/null"));
}

}  // namespace
}  // namespace wvagate::store
