using System.Runtime.Versioning;
using Contrail.Tool.Foreground;
using Xunit;

namespace Contrail.Tests.Tool;

[SupportedOSPlatform("linux")]
public sealed class CommandPathTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("path-");

    [Fact]
    public void The_first_directory_with_a_program_wins_and_non_executable_files_are_skipped()
    {
        Make("one/tool", executable: false);
        string second = Make("two/tool", executable: true);
        Make("three/tool", executable: true);
        Assert.Equal(second, CommandPath.Find("tool", SearchPath("none", "one", "two", "three"), out _));
    }

    [Fact]
    public void It_distinguishes_a_missing_file_from_one_that_is_not_a_program()
    {
        Make("one/tool", executable: false);
        Assert.Null(CommandPath.Find("tool", SearchPath("one"), out bool isNoProgram));
        Assert.True(isNoProgram);
        Assert.Null(CommandPath.Find("other", SearchPath("one"), out isNoProgram));
        Assert.False(isNoProgram);
        Assert.Null(CommandPath.Find("", SearchPath("one"), out isNoProgram));
        Assert.False(isNoProgram);
    }

    [Fact]
    public void A_command_with_a_slash_is_a_path_and_not_searched()
    {
        string made = Make("one/tool", executable: true);
        Assert.Equal(made, CommandPath.Find(made, null, out _));
        Assert.Null(CommandPath.Find("one/tool", SearchPath("."), out _));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string SearchPath(params string[] names) =>
        string.Join(':', names.Select(name => Path.Combine(_directory.FullName, name)));

    private string Make(string name, bool executable)
    {
        string path = Path.Combine(_directory.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(path, executable ? mode | UnixFileMode.UserExecute : mode);
        return path;
    }
}
