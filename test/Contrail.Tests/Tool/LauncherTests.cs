using System.Diagnostics;
using System.Runtime.Versioning;
using Contrail.Tests.Tidy;
using Contrail.Tool;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>The script <c>./contrail</c> in a tree of its own, with a fake <c>dotnet</c>.</summary>
[SupportedOSPlatform("linux")]
public sealed class LauncherTests : IDisposable
{
    private const string Old = "this build is older than its sources; './contrail build' makes a new one.";

    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const string Dotnet = """
        #!/bin/sh
        here=$(dirname "$0")
        case $1 in
            --version) echo 10.0.400 ;;
            build)
                echo "built $2"
                [ ! -e "$here/fail" ] || { echo "error CS1002"; exit 1; }
                name=Contrail.Tool
                [ "$2" = src/Contrail.Tool ] || name=Contrail.Samples.Shop
                mkdir -p "artifacts/bin/$name/release"
                echo "$2" >>"$here/builds"
                touch "artifacts/bin/$name/release/$name.dll"
                ;;
            *)
                shift
                echo "ran $*"
                env | grep -E '^(DOTNET|COMPlus|CORECLR|CONTRAIL)_.*=value' | sort
                ;;
        esac
        """;

    private readonly DirectoryInfo _tree = Directory.CreateTempSubdirectory("contrail-launcher-");

    public LauncherTests()
    {
        foreach (string folder in (string[])["src", "samples", "fake"])
        {
            _tree.CreateSubdirectory(folder);
        }

        foreach (string file in (string[])["Directory.Build.props", "Directory.Packages.props", "global.json"])
        {
            File.WriteAllText(In(file), "");
        }

        File.Copy(Path.Combine(Tree.Root, "contrail"), In("contrail"));
        File.WriteAllText(In("fake/dotnet"), Dotnet);
        File.SetUnixFileMode(In("fake/dotnet"), ForAll);
        File.SetUnixFileMode(Script, ForAll);
        File.SetUnixFileMode(_tree.FullName, ForAll);
    }

    public void Dispose() => _tree.Delete(recursive: true);

    [Fact]
    public void Without_a_build_it_builds_reports_progress_and_runs()
    {
        (int exitCode, string output, string error) = Run("record", "--pid", "5");
        Assert.Equal((0, "ran record --pid 5\n"), (exitCode, output));
        Assert.Contains("contrail: building src/Contrail.Tool…\ncontrail: building samples/Shop…\n", error);
        Assert.Matches(@"contrail: built in \d+ s\.\n$", error);
        Assert.Equal((0, "ran ps\n", ""), Run("ps"));
        Assert.Equal(2, BuildCount());
    }

    [Fact]
    public void A_build_older_than_its_sources_is_run_and_called_old()
    {
        Run("build");
        File.WriteAllText(In("src/New.cs"), "");
        File.SetLastWriteTimeUtc(In("src/New.cs"), DateTime.UtcNow.AddMinutes(1));
        Assert.Equal((0, "ran ps\n", $"contrail: {Old}\n"), Run("ps"));
        Assert.Equal(2, BuildCount());
    }

    [Fact]
    public void Build_builds_again_and_runs_nothing()
    {
        Run("build");
        (int exitCode, string output, _) = Run("build");
        Assert.Equal((0, ""), (exitCode, output));
        Assert.Equal(4, BuildCount());
    }

    [Fact]
    public void A_build_that_was_interrupted_is_made_again()
    {
        Run("build");
        File.WriteAllText(In("artifacts/contrail.stamp.next"), "");
        Assert.Equal("ran ps\n", Run("ps").Output);
        Assert.Equal(4, BuildCount());
        Assert.Equal("", Run("ps").Error);
    }

    [Fact]
    public void A_build_that_fails_shows_why_and_leaves_the_older_one_to_run()
    {
        File.WriteAllText(In("fake/fail"), "");
        (int exitCode, string output, string error) = Run("ps");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("error CS1002\ncontrail: the build failed; this is also in ", error);

        File.Delete(In("fake/fail"));
        Run("build");
        File.WriteAllText(In("fake/fail"), "");
        Assert.Equal(1, Run("build").ExitCode);
        Assert.Equal("ran ps\n", Run("ps").Output);
    }

    [Fact]
    public void A_user_without_write_permission_gets_a_message_and_can_run_a_build()
    {
        (int exitCode, string output, string error) = RunAsAnother("ps");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Matches(
            "^contrail: cannot build: .* cannot write to .*/artifacts. Run './contrail build' as the owner of .*, or "
                + "use a copy of your own.\n$",
            error);
        Run("build");
        Assert.Equal((0, "ran ps\n", ""), RunAsAnother("ps"));
    }

    [Fact]
    public void Settings_for_the_command_are_set_aside()
    {
        Run("build");
        (_, string output, _) = Start(Script, ["ps"], RuntimeSettings.Names);
        string[] expected =
            [.. RuntimeSettings.Names.Select(name => RuntimeSettings.WithNameAside($"{name}=value"))];
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            output.TrimEnd('\n').Split('\n').Skip(1).Order(StringComparer.Ordinal));
    }

    private string Script => In("contrail");

    private string In(string path) => Path.Combine(_tree.FullName, path);

    private int BuildCount() => File.ReadAllLines(In("fake/builds")).Length;

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        Start(Script, arguments, []);

    // Root may write everywhere, so it becomes another user.
    private (int ExitCode, string Output, string Error) RunAsAnother(string argument)
    {
        if (Environment.IsPrivilegedProcess)
        {
            return Start("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", Script, argument], []);
        }

        UnixFileMode readable = ForAll & ~UnixFileMode.UserWrite;
        string[] folders = [_tree.FullName, .. Directory.GetDirectories(_tree.FullName, "artifacts")];
        Array.ForEach(folders, folder => File.SetUnixFileMode(folder, readable));
        try
        {
            return Run(argument);
        }
        finally
        {
            Array.ForEach(folders, folder => File.SetUnixFileMode(folder, ForAll));
        }
    }

    private (int ExitCode, string Output, string Error) Start(
        string program, IEnumerable<string> arguments, IEnumerable<string> settings)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = _tree.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{In("fake")}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (string name in settings)
        {
            start.Environment[name] = "value";
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
