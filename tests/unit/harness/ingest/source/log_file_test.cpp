#include "harness/ingest/source/log_file.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/ingest/source/byte_source.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::ingest {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryDirectory;

/// What happens to a log, step by step: a step whenever its reader has come to the end, and then it ends.
class Script final : public ReadWaiter {
 public:
  using Step = std::function<void()>;
  explicit Script(std::vector<Step> steps) : steps_(std::move(steps)) {}

  bool wait_for_bytes(int) override { return reads_left-- > 0; }
  bool wait_for_growth() override {
    errno = 0;  // whoever waits makes calls of its own
    if (done_ == steps_.size()) return false;
    steps_[done_++]();
    return true;
  }
  void tell(const std::string& path, std::string_view what) override {
    told.push_back(fs::path(path).filename().string() + ": " + std::string(what));
  }

  std::vector<std::string> told;
  int reads_left = 1000;

 private:
  std::vector<Step> steps_;
  std::size_t done_ = 0;
};

void append(const fs::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary | std::ios::app) << text;
}

/// All that a followed log gives while `script` runs.
std::string follow(const fs::path& path, Script& script) {
  auto file = LogFile::open(path.string(), {.waiter = &script, .follow = true});
  REQUIRE(file);
  std::string text;
  std::string buffer(64, '\0');
  while (true) {
    const auto got = file.value().read(buffer);
    REQUIRE(got);
    if (got.value() == 0) return text;
    text += buffer.substr(0, got.value());
  }
}

TEST_CASE("What is appended to a followed file is read") {
  const TemporaryDirectory root;
  const fs::path log = root.write("log", "one\n");
  Script script({[&] { append(log, "two\nthr"); }, [] {}, [&] { append(log, "ee\n"); }});
  CHECK(follow(log, script) == "one\ntwo\nthree\n");
  CHECK(script.told.empty());
}

TEST_CASE("A file that is not followed ends at its end") {
  const TemporaryDirectory root;
  const fs::path log = root.write("log", "one\n");
  Script script({[] { FAIL("waited for growth"); }});
  auto file = LogFile::open(log.string(), {.waiter = &script});
  std::string buffer(64, '\0');
  CHECK(file.value().read(buffer).value() == 4);
  CHECK(file.value().read(buffer).value() == 0);
  CHECK_FALSE(file.value().stopped());
}

TEST_CASE("A followed file that was truncated is read from its start") {
  const TemporaryDirectory root;
  const fs::path log = root.write("log", "one\ntwo\n");
  Script script({[&] { fs::resize_file(log, 0), append(log, "new\n"); }, [] {}});
  CHECK(follow(log, script) == "one\ntwo\nnew\n");
  CHECK(script.told == std::vector<std::string>{"log: was truncated; reading on from its start"});
}

TEST_CASE("A followed file that was replaced is read to its end, then the new one") {
  const TemporaryDirectory root;
  const fs::path log = root.write("log", "one\n");
  const fs::path old = root.path() / "log.1";
  SECTION("the new one is there at once") {
    Script script({[&] { fs::rename(log, old), append(old, "late\n"), append(log, "new\n"); },
                   [&] { append(log, "newer\n"); }});
    CHECK(follow(log, script) == "one\nlate\nnew\nnewer\n");
    CHECK(script.told == std::vector<std::string>{"log: was replaced; reading the new one"});
  }
  SECTION("the new one comes later") {
    Script script({[&] { fs::rename(log, old); }, [&] { append(old, "late\n"); }, [] {},
                   [&] { append(log, "new\n"); }});
    CHECK(follow(log, script) == "one\nlate\nnew\n");
    CHECK(script.told == std::vector<std::string>{"log: is gone; waiting for a new one",
                                                  "log: was replaced; reading the new one"});
  }
  SECTION("again and again") {
    Script script({[&] { fs::rename(log, old), append(log, "two\n"); },
                   [&] { fs::rename(log, old), append(log, "three\n"); },
                   [&] { fs::remove(log), append(log, "four\n"); }});
    CHECK(follow(log, script) == "one\ntwo\nthree\nfour\n");
  }
}

TEST_CASE("A cut last line and the first line of the next file stay two") {
  const TemporaryDirectory root;
  const fs::path log = root.write("log", "one\nhal");
  SECTION("replaced") {
    Script script({[&] { fs::rename(log, root.path() / "old"), append(log, "new\n"); }});
    CHECK(follow(log, script) == "one\nhal\nnew\n");
  }
  SECTION("truncated") {
    Script script({[&] { fs::resize_file(log, 0); }, [&] { append(log, "new\n"); }});
    CHECK(follow(log, script) == "one\nhal\nnew\n");
  }
}

TEST_CASE("A followed file that does not exist is waited for") {
  const TemporaryDirectory root;
  const fs::path log = root.path() / "later" / "log";
  SECTION("it comes") {
    Script script({[] {}, [&] { fs::create_directory(log.parent_path()); }, [&] { append(log, "one\n"); }});
    CHECK(follow(log, script) == "one\n");
    CHECK(script.told == std::vector<std::string>{"log: does not exist yet; waiting for it"});
  }
  SECTION("it never comes") {
    Script script({[] {}});
    const auto file = LogFile::open(log.string(), {.waiter = &script, .follow = true});
    REQUIRE_FALSE(file);
    CHECK(file.error().what == "cannot be opened: No such file or directory");
  }
}

TEST_CASE("The waiter can end a log in its middle") {
  const TemporaryDirectory root;
  const fs::path log = root.write("log", std::string(200, 'x'));
  Script script({});
  script.reads_left = 2;
  CHECK(follow(log, script).size() == 128);
  CHECK(script.reads_left == -1);  // it is not asked again
}

TEST_CASE("Compressed data that the waiter ended is not called cut") {
  const TemporaryDirectory root;
  const std::string head = "\x1f\x8b\x08";
  const fs::path log = root.write("log.gz", head + std::string(7, '\0') + std::string(40, 'x'));
  Script script({});
  script.reads_left = 1;  // the first bytes, which tell the format
  auto source = open_log(log.string(), {.waiter = &script});
  REQUIRE(source);
  std::string buffer(64, '\0');
  CHECK(source.value()->read(buffer).ok());
  CHECK(source.value()->read(buffer).value() == 0);
}

TEST_CASE("With a waiter a pipe without a writer can be opened") {
  const TemporaryDirectory root;
  const std::string pipe = (root.path() / "pipe").string();
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  Script script({});
  auto file = LogFile::open(pipe, {.waiter = &script});
  REQUIRE(file);
  std::string buffer(64, '\0');
  SECTION("a writer comes and goes") {
    const int writer = ::open(pipe.c_str(), O_WRONLY | O_NONBLOCK);
    REQUIRE(::write(writer, "one\n", 4) == 4);
    CHECK(file.value().read(buffer).value() == 4);
    ::close(writer);
  }
  CHECK(file.value().read(buffer).value() == 0);
}

}  // namespace
}  // namespace wvagate::ingest
