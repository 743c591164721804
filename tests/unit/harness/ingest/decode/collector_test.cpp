#include "harness/ingest/decode/collector.hpp"

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

/// A copy of what was stripped: the views in it live until the next call.
struct Copy {
  std::string record, stamp, source;
  Collector outermost;
  bool partial;
};

Copy strip(std::string_view line) {
  CollectorStripper stripper;
  const CollectedLine stripped = stripper.strip(line);
  return {std::string(stripped.record), std::string(stripped.stamp), std::string(stripped.source),
          stripped.outermost, stripped.partial};
}

TEST_CASE("A bare record has no collector") {
  const Copy stripped = strip(kRecord);
  CHECK(stripped.record == kRecord);
  CHECK(stripped.outermost == Collector::none);
  CHECK(stripped.stamp.empty());
  CHECK(stripped.source.empty());
  CHECK_FALSE(stripped.partial);
  CHECK(strip(kKlog).record == kKlog);
  CHECK(strip(kKlog).outermost == Collector::none);
  CHECK(strip("").record == "");
}

TEST_CASE("kubectl logs --timestamps is taken off") {
  for (const std::string stamp :
       {"2025-11-01T10:00:00Z", "2025-11-01T10:00:00.123456789Z", "2025-11-01T11:00:00.123456789+01:00"}) {
    CAPTURE(stamp);
    const Copy stripped = strip(stamp + " " + kRecord);
    CHECK(stripped.record == kRecord);
    CHECK(stripped.stamp == stamp);
    CHECK(stripped.outermost == Collector::timestamp);
    CHECK(strip(stamp + " " + kKlog).record == kKlog);
  }
}

TEST_CASE("kubectl logs --prefix is taken off, with and without timestamps") {
  const std::string prefix = "[pod/wva-controller-7d9/manager] ";
  const Copy plain = strip(prefix + kRecord);
  CHECK(plain.record == kRecord);
  CHECK(plain.source == "pod/wva-controller-7d9/manager");
  CHECK(plain.outermost == Collector::prefix);
  CHECK(plain.stamp.empty());

  const Copy stamped = strip(prefix + kStamp + " " + kRecord);
  CHECK(stamped.record == kRecord);
  CHECK(stamped.source == "pod/wva-controller-7d9/manager");
  CHECK(stamped.stamp == kStamp);
  CHECK(stamped.outermost == Collector::prefix);
  CHECK(strip(prefix + kKlog).record == kKlog);
}

TEST_CASE("stern is taken off, with and without timestamps") {
  const Copy plain = strip("wva-controller-7d9 manager " + kRecord);
  CHECK(plain.record == kRecord);
  CHECK(plain.source == "wva-controller-7d9 manager");
  CHECK(plain.outermost == Collector::stern);
  const Copy stamped = strip("wva-controller-7d9 manager " + kStamp + " " + kRecord);
  CHECK(stamped.record == kRecord);
  CHECK(stamped.stamp == kStamp);
  CHECK(strip("wva-controller-7d9 manager " + kKlog).record == kKlog);
}

TEST_CASE("CRI files are taken off, whole lines and pieces") {
  const Copy full = strip(kStamp + " stderr F " + kRecord);
  CHECK(full.record == kRecord);
  CHECK(full.stamp == kStamp);
  CHECK(full.source == "stderr");
  CHECK(full.outermost == Collector::cri);
  CHECK_FALSE(full.partial);

  const Copy piece = strip(kStamp + R"( stdout P {"level":"IN)");
  CHECK(piece.record == R"({"level":"IN)");
  CHECK(piece.source == "stdout");
  CHECK(piece.partial);

  // A later piece begins anywhere, even with what looks like another wrapper.
  CHECK(strip(kStamp + " stderr F " + kStamp + " tail").record == kStamp + " tail");
  CHECK(strip(kStamp + " stderr F ").record == "");
  CHECK(strip(kStamp + " stderr F  two spaces").record == " two spaces");
  // Tags that a runtime may add.
  CHECK(strip(kStamp + " stderr P:x " + kRecord).record == kRecord);
}

TEST_CASE("Docker's json-file is taken off, whole lines and pieces") {
  const Copy full = strip(docker(kRecord));
  CHECK(full.record == kRecord);
  CHECK(full.stamp == kStamp);
  CHECK(full.source == "stderr");
  CHECK(full.outermost == Collector::docker);
  CHECK_FALSE(full.partial);

  const Copy piece = strip(docker(R"({"level":"IN)", ""));
  CHECK(piece.record == R"({"level":"IN)");
  CHECK(piece.partial);
  CHECK(strip(docker("", "\\n")).record == "");
  CHECK(strip(docker(kRecord, "\\r\\n")).record == kRecord);
}

TEST_CASE("Docker's fields may come in any order, and some may lack") {
  const Copy reordered =
      strip(R"({"log":"a\n","time":")" + kStamp + R"(","attrs":{"x":"y"},"stream":"stdout"})");
  CHECK(reordered.record == "a");
  CHECK(reordered.stamp == kStamp);
  CHECK(reordered.source == "stdout");
  for (const std::string& line : {R"({"stream":"stderr","time":")" + kStamp + R"(","log":"a\n"})",
                                  R"({"time": ")" + kStamp + R"(", "stream": "stderr", "log": "a\n"})",
                                  R"({"log": "a\n", "stream": "stderr", "time": ")" + kStamp + R"("})"}) {
    CAPTURE(line);
    const Copy other = strip(line);
    CHECK(other.record == "a");
    CHECK(other.stamp == kStamp);
    CHECK(other.source == "stderr");
    CHECK(has_runtime_frame(line));
  }
  const Copy bare = strip(R"({"log":"a\n"})");
  CHECK(bare.record == "a");
  CHECK(bare.stamp.empty());
}

TEST_CASE("A damaged Docker line is left as it is") {
  const std::string whole = docker(kRecord);
  const std::string cut = whole.substr(0, whole.size() - 10);
  CHECK(strip(cut).record == cut);
  CHECK(strip(cut).outermost == Collector::none);
  const std::string broken = R"({"log":"a\x","stream":"stderr"})";
  CHECK(strip(broken).record == broken);
}

TEST_CASE("Collectors may be nested") {
  SECTION("Docker round a stamp") {
    const Copy stripped = strip(docker(kStamp + " " + kRecord));
    CHECK(stripped.record == kRecord);
    CHECK(stripped.outermost == Collector::docker);
  }
  SECTION("a prefix round CRI") {
    const Copy stripped = strip("[pod/a/b] " + kStamp + " stderr F " + kRecord);
    CHECK(stripped.record == kRecord);
    CHECK(stripped.source == "pod/a/b");
    CHECK(stripped.outermost == Collector::prefix);
  }
  SECTION("a stamp round Docker") {
    const Copy stripped = strip("2025-11-01T09:00:00Z " + docker(kRecord));
    CHECK(stripped.record == kRecord);
    CHECK(stripped.outermost == Collector::timestamp);
    CHECK(stripped.stamp == kStamp);
  }
  SECTION("no deeper than anyone nests them") {
    std::string line = kRecord;
    for (int i = 0; i < 50; ++i)
      line = "[pod/a/b] " + line;
    const Copy stripped = strip(line);
    CHECK(stripped.record.size() < line.size());
  }
}

TEST_CASE("Docker round Docker keeps the outer stream and the inner time") {
  const std::string outer =
      R"({"log":")" + escaped(docker(kRecord)) + R"(\n","stream":"stdout","time":"2025-11-01T10:00:09Z"})";
  CollectorStripper stripper;
  const CollectedLine stripped = stripper.strip(outer);
  CHECK(stripped.record == kRecord);
  CHECK(stripped.source == "stdout");
  CHECK(stripped.stamp == kStamp);
}

TEST_CASE("Docker round a prefix round Docker keeps the prefix") {
  const std::string inner = "[pod/wva-controller-with-a-long-name/manager] " + docker(kRecord);
  const std::string outer = R"({"log":")" + escaped(inner) + R"(\n"})";
  CollectorStripper stripper;
  const CollectedLine stripped = stripper.strip(outer);
  CHECK(stripped.record == kRecord);
  CHECK(stripped.source == "pod/wva-controller-with-a-long-name/manager");
}

TEST_CASE("The member of a collector's JSON object that is the record is taken, whatever its name") {
  const std::string console = "2026-08-20T09:00:00Z\\tINFO\\ta/b.go:1\\tx";
  const std::string taken = "2026-08-20T09:00:00Z\tINFO\ta/b.go:1\tx";
  CHECK(strip(R"({"labels":{"app":"a"},"line":")" + console + R"(","timestamp":"2026-08-20T09:00:00.1Z"})")
            .record == taken);
  CHECK(strip(R"({"__REALTIME_TIMESTAMP":"1","MESSAGE":")" + console + R"(\n"})").record == taken);
  CHECK(strip(R"({"message":")" + escaped(kRecord) + R"(","podName":"p"})").record == kRecord);
  CHECK(strip(R"({"insertId":"x","jsonPayload":)" + kRecord + "}").record == kRecord);
  CHECK(strip(R"({"insertId":"x","jsonPayload":)" + kRecord + "}").outermost == Collector::envelope);
  // A record that quotes another one is itself the record.
  const std::string quoting = R"({"caller":"a.go:1","msg":"m","err":")" + console + R"("})";
  CHECK(strip(quoting).record == quoting);
  const std::string prose = R"({"message":"nothing of a controller","podName":"p"})";
  CHECK(strip(prose).record == prose);
  const std::string cut = R"({"insertId":"x","jsonPayload":)" + kRecord;
  CHECK(strip(cut).record == cut);
}

TEST_CASE("Before a klog record there may be a prefix, too") {
  CHECK(strip("manager-1  | " + kKlog).record == kKlog);
  CHECK(strip("manager-1  | " + kKlog).outermost == Collector::other);
}

TEST_CASE("Before an unknown collector's record there is a prefix") {
  const Copy stripped = strip("host07 app[312]: " + kRecord);
  CHECK(stripped.record == kRecord);
  CHECK(stripped.outermost == Collector::other);
  CHECK(strip("prose without a record").record == "prose without a record");
  CHECK(strip("prose without a record").outermost == Collector::none);
  const std::string far = std::string(600, 'x') + kRecord;
  CHECK(strip(far).record == far);
}

TEST_CASE("Zeros before a record are none of it") {
  CHECK(strip(std::string(5000, '\0') + kRecord).record == kRecord);
  CHECK(strip(std::string(5000, '\0') + kStamp + " " + kRecord).record == kRecord);
  CHECK(strip(std::string(3, '\0')).record.empty());
}

TEST_CASE("What only looks like a collector's prefix is none") {
  const std::string zap = R"({"time":"2025-11-01T10:00:00Z","log":"a\n","msg":"stream"})";
  CHECK(strip(zap).record == zap);
  CHECK_FALSE(has_runtime_frame(zap));
  CHECK(strip("[pod/never ends").record == "[pod/never ends");
  CHECK(strip("2025-11-01T10:00:00Z").record == "2025-11-01T10:00:00Z");
  CHECK(strip("2025-13-01T10:00:00Z " + kRecord).outermost == Collector::other);  // no such month
}

TEST_CASE("A stripper may be used again") {
  CollectorStripper stripper;
  CHECK(stripper.strip(docker("first")).record == "first");
  const std::string second =
      docker("second, longer than the one before it, by far longer than a short string");
  CHECK(stripper.strip(second).record ==
        "second, longer than the one before it, by far longer than a short string");
  CHECK(stripper.strip(kRecord).record == kRecord);
}

TEST_CASE("A runtime's frame is recognised by its first bytes") {
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

TEST_CASE("Every collector has a name of its own") {
  std::set<std::string_view> names;
  for (int i = 0; i < static_cast<int>(Collector::count); ++i) {
    const auto name = collector_name(static_cast<Collector>(i));
    CHECK_FALSE(name.empty());
    CHECK(names.insert(name).second);
  }
}

}  // namespace
}  // namespace wvagate::ingest
