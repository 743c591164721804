#include "harness/ingest/source/byte_source.hpp"

#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <zlib.h>
#include <zstd.h>

#include "tests/support/catch.hpp"
#include "tests/unit/harness/temporary_directory.hpp"

namespace wvagate::ingest {
namespace {

using testing::TemporaryDirectory;

std::string gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("deflateInit2");
  std::vector<Bytef> input(text.begin(), text.end());
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("deflate");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// With a checksum, as the zstd program makes them.
std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  const std::size_t size = ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size());
  ZSTD_freeCCtx(context);
  if (ZSTD_isError(size) != 0) throw std::runtime_error("ZSTD_compress2");
  out.resize(size);
  return out;
}

/// What a file gives, and the error that it ends with.
struct Bytes {
  std::string text;
  std::string error;
};

Bytes bytes_of(const std::string& path, std::size_t buffer_size = 4096) {
  Bytes bytes;
  auto source = open_log(path);
  if (!source) return {{}, describe(source.error())};
  std::vector<char> buffer(buffer_size);
  while (true) {
    const auto got = source.value()->read(buffer);
    if (!got) {
      bytes.error = describe(got.error());
      return bytes;
    }
    if (got.value() == 0) return bytes;
    bytes.text.append(buffer.data(), got.value());
  }
}

Bytes read_back(std::string_view content, std::size_t buffer_size = 4096) {
  const TemporaryDirectory directory;
  return bytes_of(directory.write("log", content), buffer_size);
}

/// Bytes that do not compress well, longer than any buffer inside.
std::string noise(std::size_t size) {
  std::mt19937 random(7);
  std::string text(size, '\0');
  for (char& c : text)
    c = static_cast<char>(random() % 251);
  return text;
}

TEST_CASE("A plain file is read as it is") {
  for (const std::string text : {"", "a", "abc", "abcd", "hello\nworld\n"}) {
    CAPTURE(text);
    CHECK(read_back(text).text == text);
    CHECK(read_back(text, 1).text == text);
    CHECK(read_back(text).error.empty());
  }
  const std::string long_text = noise(300000);
  CHECK((read_back(long_text).text == long_text));
  CHECK((read_back(long_text, 3).text == long_text));
}

TEST_CASE("gzip is told by its first bytes and inflated") {
  const std::string text = noise(400000) + std::string(2000000, 'x');
  CHECK((read_back(gzip(text)).text == text));
  CHECK((read_back(gzip(text), 1 << 20).text == text));
  CHECK((read_back(gzip("short\n"), 1).text == "short\n"));
  CHECK(read_back(gzip("")).text.empty());
  CHECK(read_back(gzip("")).error.empty());
}

TEST_CASE("What is packed by other programs is told") {
  using namespace std::string_literals;
  for (const auto& [bytes, program] : {std::pair{"\xFD"
                                                 "7zXZ\0\0\x04"s,
                                                 "xz"},
                                       std::pair{"BZh91AY&SY"s, "bzip2"}, std::pair{"BZh11AY&SY"s, "bzip2"},
                                       std::pair{"\x04\x22\x4D\x18\x64\x40"s, "lz4"}}) {
    const std::string error = read_back(bytes).error;
    CHECK(error.find("is packed by "s + program) != std::string::npos);
  }
  CHECK(read_back("BZh9 is how this log begins\n").error.empty());
}

TEST_CASE("gzip members follow one another") {
  const std::string text = noise(200000);
  const Bytes bytes = read_back(gzip("first\n") + gzip("") + gzip(text) + gzip("last\n"));
  CHECK((bytes.text == "first\n" + text + "last\n"));
  CHECK(bytes.error.empty());
}

TEST_CASE("A truncated gzip file gives what it holds and an error") {
  const std::string text = noise(300000);
  const std::string packed = gzip(text);
  for (const std::size_t size : {packed.size() - 1, packed.size() - 8, packed.size() / 2, std::size_t{11}}) {
    CAPTURE(size);
    const Bytes bytes = read_back(packed.substr(0, size));
    CHECK((text.starts_with(bytes.text)));
    CHECK(bytes.error.find("the gzip data ends early: the file was cut") != std::string::npos);
    CHECK(bytes.error.find("help: ") != std::string::npos);
  }
  CHECK(read_back(packed.substr(0, packed.size() - 8)).text.size() == text.size());
  CHECK(read_back(gzip("first\n") + packed.substr(0, 20)).text.starts_with("first\n"));
}

TEST_CASE("A damaged gzip file gives an error") {
  std::string packed = gzip(noise(300000));
  packed[packed.size() - 6] = static_cast<char>(~packed[packed.size() - 6]);  // in the checksum
  CHECK(read_back(packed).error.find("the gzip data is broken: incorrect data check") != std::string::npos);
  CHECK(read_back("\x1f\x8b garbage that is no gzip").error.find("the gzip data is broken") !=
        std::string::npos);
}

TEST_CASE("zstd is told by its first bytes and inflated") {
  const std::string text = noise(400000) + std::string(2000000, 'x');
  CHECK((read_back(zstd(text)).text == text));
  CHECK((read_back(zstd(text), 1 << 20).text == text));
  for (const std::size_t buffer_size : std::vector<std::size_t>{1, 2, 3, 6, 7}) {
    CAPTURE(buffer_size);
    CHECK(read_back(zstd("short\n"), buffer_size).text == "short\n");
    CHECK(read_back(zstd("short\n"), buffer_size).error.empty());
  }
  CHECK(read_back(zstd("")).text.empty());
  CHECK(read_back(zstd("")).error.empty());
}

TEST_CASE("zstd frames follow one another") {
  const std::string text = noise(200000);
  const std::string skipped("\x5E\x2A\x4D\x18\x03\x00\x00\x00xyz", 11);  // pzstd begins with such a frame
  const Bytes bytes = read_back(skipped + zstd("first\n") + zstd(text) + skipped + zstd("") + zstd("last\n"));
  CHECK((bytes.text == "first\n" + text + "last\n"));
  CHECK(bytes.error.empty());
}

TEST_CASE("A truncated zstd file gives what it holds and an error") {
  const std::string text = noise(300000);
  const std::string packed = zstd(text);
  for (const std::size_t size : {packed.size() - 1, packed.size() / 2, std::size_t{6}}) {
    CAPTURE(size);
    const Bytes bytes = read_back(packed.substr(0, size));
    CHECK((text.starts_with(bytes.text)));
    CHECK(bytes.error.find("the zstd data ends early: the file was cut") != std::string::npos);
  }
}

TEST_CASE("A damaged zstd file gives an error") {
  std::string packed = zstd("first\n") + "garbage behind the frame";
  CHECK(read_back(packed).text == "first\n");
  CHECK(read_back(packed).error.find("the zstd data is broken") != std::string::npos);
}

/// Lines that compress well, so that a buffer's worth of them is few bytes of a file.
std::string numbered_lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += "line " + std::to_string(i) + " of a log that is long\n";
  return text;
}

TEST_CASE("What stands before the cut of a packed file is given, whatever the reader's buffer") {
  const std::string text = std::string(5000, 'x') + "\n" + numbered_lines(100);
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    for (std::size_t size = 10; size < packed.size(); ++size) {
      CAPTURE(packed.size(), size);
      const Bytes large = read_back(packed.substr(0, size), std::size_t{1} << 20);
      CHECK((text.starts_with(large.text)));
      CHECK((read_back(packed.substr(0, size), 7).text == large.text));
      CHECK(large.error.find("ends early") != std::string::npos);
    }
  }
}

TEST_CASE("What stands before the damage is given, whatever the reader's buffer") {
  const std::string text = numbered_lines(40000);
  for (std::string packed : {gzip(text), zstd(text)}) {
    CAPTURE(packed.size());
    for (std::size_t i = 0; i < 40; ++i)
      packed[packed.size() * 3 / 4 + i] = static_cast<char>(~packed[packed.size() * 3 / 4 + i]);
    const Bytes small = read_back(packed, 1000);
    CHECK((text.starts_with(small.text.substr(0, text.size() / 2))));
    CHECK(small.text.size() > text.size() / 2);
    CHECK_FALSE(small.error.empty());
    for (const std::size_t buffer_size : {std::size_t{1} << 24, std::size_t{100001}, std::size_t{7}}) {
      CAPTURE(buffer_size);
      const Bytes bytes = read_back(packed, buffer_size);
      CHECK((bytes.text == small.text));
      CHECK_FALSE(bytes.error.empty());
    }
  }
}

TEST_CASE("A log that cannot be opened or read is an error of the log") {
  const TemporaryDirectory directory;
  const auto missing = open_log((directory.path() / "missing.log").string());
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::log);
  CHECK(missing.error().where == (directory.path() / "missing.log").string());
  CHECK(missing.error().what == "cannot be opened: No such file or directory");
  const auto folder = open_log(directory.path().string());
  REQUIRE_FALSE(folder);
  CHECK(folder.error().what == "cannot be read: Is a directory");
}

}  // namespace
}  // namespace wvagate::ingest
