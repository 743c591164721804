#include "harness/ingest/wrapper.hpp"

#include <set>
#include <string>

#include "tests/support/catch.hpp"

namespace wvagate::ingest {
namespace {

const std::string kRecord = R"({"level":"INFO","ts":"2025-11-01T10:00:00.000Z","msg":"x: y=1"})";
const std::string kStamp = "2025-11-01T10:00:00.123456789Z";
const std::string kKlog =
    "I1118 18:12:14.661111       1 leaderelection.go:271] successfully acquired lease a/b";

/// JSON text inside another JSON string.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string docker(std::string_view log, std::string_view end = "\\n") {
  return R"({"log":")" + escaped(log) + std::string(end) + R"(","stream":"stderr","time":")" + kStamp +
         R"("})";
}

/// A copy of what was peeled: the views in it live until the next call.
struct Copy {
  std::string record, stamp, source;
  Wrapper outermost;
  bool partial;
};

Copy peel(std::string_view line) {
  Unwrapper unwrapper;
  const Peeled peeled = unwrapper.peel(line);
  return {std::string(peeled.record), std::string(peeled.stamp), std::string(peeled.source), peeled.outermost,
          peeled.partial};
}

TEST_CASE("A bare record has no wrapper") {
  const Copy peeled = peel(kRecord);
  CHECK(peeled.record == kRecord);
  CHECK(peeled.outermost == Wrapper::none);
  CHECK(peeled.stamp.empty());
  CHECK(peeled.source.empty());
  CHECK_FALSE(peeled.partial);
  CHECK(peel(kKlog).record == kKlog);
  CHECK(peel(kKlog).outermost == Wrapper::none);
  CHECK(peel("").record == "");
}

TEST_CASE("kubectl logs --timestamps is peeled") {
  for (const std::string stamp :
       {"2025-11-01T10:00:00Z", "2025-11-01T10:00:00.123456789Z", "2025-11-01T11:00:00.123456789+01:00"}) {
    CAPTURE(stamp);
    const Copy peeled = peel(stamp + " " + kRecord);
    CHECK(peeled.record == kRecord);
    CHECK(peeled.stamp == stamp);
    CHECK(peeled.outermost == Wrapper::timestamp);
    CHECK(peel(stamp + " " + kKlog).record == kKlog);
  }
}

TEST_CASE("kubectl logs --prefix is peeled, with and without timestamps") {
  const std::string prefix = "[pod/wva-controller-7d9/manager] ";
  const Copy plain = peel(prefix + kRecord);
  CHECK(plain.record == kRecord);
  CHECK(plain.source == "pod/wva-controller-7d9/manager");
  CHECK(plain.outermost == Wrapper::prefix);
  CHECK(plain.stamp.empty());

  const Copy stamped = peel(prefix + kStamp + " " + kRecord);
  CHECK(stamped.record == kRecord);
  CHECK(stamped.source == "pod/wva-controller-7d9/manager");
  CHECK(stamped.stamp == kStamp);
  CHECK(stamped.outermost == Wrapper::prefix);
  CHECK(peel(prefix + kKlog).record == kKlog);
}

TEST_CASE("stern is peeled, with and without timestamps") {
  const Copy plain = peel("wva-controller-7d9 manager " + kRecord);
  CHECK(plain.record == kRecord);
  CHECK(plain.source == "wva-controller-7d9 manager");
  CHECK(plain.outermost == Wrapper::stern);
  const Copy stamped = peel("wva-controller-7d9 manager " + kStamp + " " + kRecord);
  CHECK(stamped.record == kRecord);
  CHECK(stamped.stamp == kStamp);
  CHECK(peel("wva-controller-7d9 manager " + kKlog).record == kKlog);
}

TEST_CASE("CRI files are peeled, whole lines and pieces") {
  const Copy full = peel(kStamp + " stderr F " + kRecord);
  CHECK(full.record == kRecord);
  CHECK(full.stamp == kStamp);
  CHECK(full.source == "stderr");
  CHECK(full.outermost == Wrapper::cri);
  CHECK_FALSE(full.partial);

  const Copy piece = peel(kStamp + R"( stdout P {"level":"IN)");
  CHECK(piece.record == R"({"level":"IN)");
  CHECK(piece.source == "stdout");
  CHECK(piece.partial);

  // A later piece begins anywhere, even with what looks like another wrapper.
  CHECK(peel(kStamp + " stderr F " + kStamp + " tail").record == kStamp + " tail");
  CHECK(peel(kStamp + " stderr F ").record == "");
  CHECK(peel(kStamp + " stderr F  two spaces").record == " two spaces");
  // Tags that a runtime may add.
  CHECK(peel(kStamp + " stderr P:x " + kRecord).record == kRecord);
}

TEST_CASE("Docker's json-file is peeled, whole lines and pieces") {
  const Copy full = peel(docker(kRecord));
  CHECK(full.record == kRecord);
  CHECK(full.stamp == kStamp);
  CHECK(full.source == "stderr");
  CHECK(full.outermost == Wrapper::docker);
  CHECK_FALSE(full.partial);

  const Copy piece = peel(docker(R"({"level":"IN)", ""));
  CHECK(piece.record == R"({"level":"IN)");
  CHECK(piece.partial);
  CHECK(peel(docker("", "\\n")).record == "");
  CHECK(peel(docker(kRecord, "\\r\\n")).record == kRecord);
}

TEST_CASE("Docker's fields may come in any order, and some may lack") {
  const Copy reordered =
      peel(R"({"log":"a\n","time":")" + kStamp + R"(","attrs":{"x":"y"},"stream":"stdout"})");
  CHECK(reordered.record == "a");
  CHECK(reordered.stamp == kStamp);
  CHECK(reordered.source == "stdout");
  for (const std::string& line : {R"({"stream":"stderr","time":")" + kStamp + R"(","log":"a\n"})",
                                  R"({"time": ")" + kStamp + R"(", "stream": "stderr", "log": "a\n"})",
                                  R"({"log": "a\n", "stream": "stderr", "time": ")" + kStamp + R"("})"}) {
    CAPTURE(line);
    const Copy other = peel(line);
    CHECK(other.record == "a");
    CHECK(other.stamp == kStamp);
    CHECK(other.source == "stderr");
    CHECK(has_runtime_frame(line));
  }
  const Copy bare = peel(R"({"log":"a\n"})");
  CHECK(bare.record == "a");
  CHECK(bare.stamp.empty());
}

TEST_CASE("A damaged Docker line is left as it is") {
  const std::string whole = docker(kRecord);
  const std::string cut = whole.substr(0, whole.size() - 10);
  CHECK(peel(cut).record == cut);
  CHECK(peel(cut).outermost == Wrapper::none);
  const std::string broken = R"({"log":"a\x","stream":"stderr"})";
  CHECK(peel(broken).record == broken);
}

TEST_CASE("Wrappers may be nested") {
  SECTION("Docker round a stamp") {
    const Copy peeled = peel(docker(kStamp + " " + kRecord));
    CHECK(peeled.record == kRecord);
    CHECK(peeled.outermost == Wrapper::docker);
  }
  SECTION("a prefix round CRI") {
    const Copy peeled = peel("[pod/a/b] " + kStamp + " stderr F " + kRecord);
    CHECK(peeled.record == kRecord);
    CHECK(peeled.source == "pod/a/b");
    CHECK(peeled.outermost == Wrapper::prefix);
  }
  SECTION("a stamp round Docker") {
    const Copy peeled = peel("2025-11-01T09:00:00Z " + docker(kRecord));
    CHECK(peeled.record == kRecord);
    CHECK(peeled.outermost == Wrapper::timestamp);
    CHECK(peeled.stamp == kStamp);
  }
  SECTION("no deeper than anyone wraps") {
    std::string line = kRecord;
    for (int i = 0; i < 50; ++i)
      line = "[pod/a/b] " + line;
    const Copy peeled = peel(line);
    CHECK(peeled.record.size() < line.size());
  }
}

TEST_CASE("Docker round Docker keeps the outer stream and the inner time") {
  const std::string outer =
      R"({"log":")" + escaped(docker(kRecord)) + R"(\n","stream":"stdout","time":"2025-11-01T10:00:09Z"})";
  Unwrapper unwrapper;
  const Peeled peeled = unwrapper.peel(outer);
  CHECK(peeled.record == kRecord);
  CHECK(peeled.source == "stdout");
  CHECK(peeled.stamp == kStamp);
}

TEST_CASE("Docker round a prefix round Docker keeps the prefix") {
  const std::string inner = "[pod/wva-controller-with-a-long-name/manager] " + docker(kRecord);
  const std::string outer = R"({"log":")" + escaped(inner) + R"(\n"})";
  Unwrapper unwrapper;
  const Peeled peeled = unwrapper.peel(outer);
  CHECK(peeled.record == kRecord);
  CHECK(peeled.source == "pod/wva-controller-with-a-long-name/manager");
}

TEST_CASE("Before an unknown collector's record there is a prefix") {
  const Copy peeled = peel("host07 app[312]: " + kRecord);
  CHECK(peeled.record == kRecord);
  CHECK(peeled.outermost == Wrapper::other);
  CHECK(peel("prose without a record").record == "prose without a record");
  CHECK(peel("prose without a record").outermost == Wrapper::none);
  const std::string far = std::string(600, 'x') + kRecord;
  CHECK(peel(far).record == far);
}

TEST_CASE("Zeros before a record are none of it") {
  CHECK(peel(std::string(5000, '\0') + kRecord).record == kRecord);
  CHECK(peel(std::string(5000, '\0') + kStamp + " " + kRecord).record == kRecord);
  CHECK(peel(std::string(3, '\0')).record.empty());
}

TEST_CASE("What only looks like a wrapper is none") {
  const std::string zap = R"({"time":"2025-11-01T10:00:00Z","log":"a\n","msg":"stream"})";
  CHECK(peel(zap).record == zap);
  CHECK_FALSE(has_runtime_frame(zap));
  CHECK(peel("[pod/never ends").record == "[pod/never ends");
  CHECK(peel("2025-11-01T10:00:00Z").record == "2025-11-01T10:00:00Z");
  CHECK(peel("2025-13-01T10:00:00Z " + kRecord).outermost == Wrapper::other);  // no such month
}

TEST_CASE("An unwrapper may be used again") {
  Unwrapper unwrapper;
  CHECK(unwrapper.peel(docker("first")).record == "first");
  const std::string second =
      docker("second, longer than the one before it, by far longer than a short string");
  CHECK(unwrapper.peel(second).record ==
        "second, longer than the one before it, by far longer than a short string");
  CHECK(unwrapper.peel(kRecord).record == kRecord);
}

TEST_CASE("A runtime's frame is told by its first bytes") {
  CHECK(has_runtime_frame(docker(kRecord)));
  CHECK(has_runtime_frame(kStamp + " stderr F " + kRecord));
  CHECK(has_runtime_frame(kStamp + " stdout P x"));
  CHECK(has_runtime_frame("2025-10-20T16:24:09Z stdout F "));
  CHECK_FALSE(has_runtime_frame(kStamp + " " + kRecord));
  CHECK_FALSE(has_runtime_frame(kStamp + " stderr X " + kRecord));
  CHECK_FALSE(has_runtime_frame(kStamp + " stdlog F " + kRecord));
  CHECK_FALSE(has_runtime_frame(kRecord));
  CHECK_FALSE(has_runtime_frame(""));
  CHECK_FALSE(has_runtime_frame("[pod/a/b] " + kStamp + " stderr F x"));
}

TEST_CASE("A klog line is told by its head") {
  CHECK(is_klog(kKlog));
  CHECK(is_klog("E1231 23:59:59.000000      10 a.go:1] b"));
  CHECK_FALSE(is_klog("D1118 18:12:14.661111       1 a.go:1] b"));
  CHECK_FALSE(is_klog("I118 18:12:14.661111        1 a.go:1] b"));
  CHECK_FALSE(is_klog("Information about something else"));
  CHECK_FALSE(is_klog("I1118 18:12"));
  CHECK_FALSE(is_klog(kRecord));
}

TEST_CASE("Every wrapper has a name of its own") {
  std::set<std::string_view> names;
  for (int i = 0; i < static_cast<int>(Wrapper::count); ++i) {
    const auto name = wrapper_name(static_cast<Wrapper>(i));
    CHECK_FALSE(name.empty());
    CHECK(names.insert(name).second);
  }
}

}  // namespace
}  // namespace wvagate::ingest
