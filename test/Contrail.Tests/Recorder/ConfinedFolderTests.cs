using System.Diagnostics;
using Contrail.Processes;
using Xunit;

namespace Contrail.Tests.Recorder;

public sealed class ConfinedFolderTests : IDisposable
{
    private const long MaxBytes = 1_000;

    private readonly string _root = Directory.CreateTempSubdirectory("contrail-confined-").FullName;

    public ConfinedFolderTests()
    {
        Directory.CreateDirectory(In("folder/inner"));
        Directory.CreateDirectory(In("folder-2"));
        File.WriteAllText(In("outside"), "secret");
        File.WriteAllText(In("folder-2/outside"), "secret");
        File.WriteAllText(In("folder/inside"), "content");
        File.WriteAllBytes(In("folder/large"), new byte[MaxBytes + 1]);
        File.CreateSymbolicLink(In("folder/link-out"), In("outside"));
        File.CreateSymbolicLink(In("folder/link-up"), "../outside");
        File.CreateSymbolicLink(In("folder/link-in"), "inner/../inside");
        File.CreateSymbolicLink(In("folder/loop"), "loop");
        Directory.CreateSymbolicLink(In("folder/folder-out"), "..");
        using Process pipe = Process.Start("mkfifo", [In("folder/pipe")]);
        pipe.WaitForExit();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("inside")]
    [InlineData("./inside")]
    [InlineData("inner/../inside")]
    [InlineData("link-in")]
    public void A_file_in_the_folder_is_opened(string path)
    {
        using StreamReader reader = new(Open(path));
        Assert.Equal("content", reader.ReadToEnd());
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("inner/../../outside")]
    [InlineData("../folder-2/outside")]
    [InlineData("../folder/inside")]
    [InlineData("link-out")]
    [InlineData("link-up")]
    [InlineData("folder-out/outside")]
    [InlineData("/etc/passwd")]
    [InlineData("/proc/self/root/etc/passwd")]
    [InlineData("loop")]
    public void A_path_out_of_the_folder_is_refused(string path) => Assert.Contains(
        "leads out of the folder", Assert.Throws<IOException>(() => Open(path)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("inside/none")]
    [InlineData("inside\0.nettrace")]
    public void A_file_that_does_not_exist_is_reported_so(string path) =>
        Assert.Throws<FileNotFoundException>(() => Open(path));

    [Fact]
    public void A_name_that_is_too_long_is_one_of_no_file() =>
        Assert.Throws<FileNotFoundException>(() => Open(new string('x', 4_000)));

    [Theory]
    [InlineData("inner")]
    [InlineData(".")]
    [InlineData("pipe")]
    public void Only_a_regular_file_is_opened(string path) => Assert.Contains(
        "no regular file", Assert.Throws<IOException>(() => Open(path)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_above_the_limit_is_refused() => Assert.Contains(
        "the file is larger than", Assert.Throws<IOException>(() => Open("large")).Message, StringComparison.Ordinal);

    private FileStream Open(string path) => ConfinedFolder.Open(In("folder"), path, MaxBytes);

    private string In(string name) => Path.Combine(_root, name);
}
