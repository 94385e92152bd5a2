using System.Runtime.Versioning;
using Contrail.Launch;
using Xunit;

namespace Contrail.Tests.Recorder.Launch;

[SupportedOSPlatform("linux")]
public sealed class PortFolderTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ports-");

    [Fact]
    public void Only_the_owner_may_read_it_and_it_is_deleted_with_its_contents()
    {
        PortFolder folder = PortFolder.CreateIn([_directory.FullName]);
        string made = Path.GetDirectoryName(folder.SocketPath)!;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
        File.WriteAllText(folder.SocketPath, "");
        folder.Dispose();
        Assert.Empty(_directory.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("with,comma")]
    [InlineData("with;semicolon")]
    [InlineData("far-too-long-for-the-field-that-holds-the-path-of-a-socket-which-has-one-hundred-and-eight-bytes")]
    public void A_folder_whose_name_no_runtime_can_parse_is_skipped(string name)
    {
        string unfit = _directory.CreateSubdirectory(name).FullName;
        string fit = _directory.CreateSubdirectory("fit").FullName;
        using PortFolder folder = PortFolder.CreateIn([null, "/no/such/directory", unfit, fit]);
        Assert.StartsWith(fit + "/", folder.SocketPath, StringComparison.Ordinal);
        SourceUnavailableException refused =
            Assert.Throws<SourceUnavailableException>(() => PortFolder.CreateIn([unfit]));
        Assert.Contains("set TMPDIR", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
