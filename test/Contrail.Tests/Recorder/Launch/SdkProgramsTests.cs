using Contrail.Processes;
using Contrail.Tests.Recorder.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.Launch;

public sealed class SdkProgramsTests : IDisposable
{
    private const int Pid = 42;

    private readonly FakeProc _proc = new(ownUid: 0);
    private readonly string _dotnet;

    public SdkProgramsTests()
    {
        _dotnet = _proc.Write("root/dotnet/dotnet", "");
        _proc.Write("root/dotnet/sdk/10.0.401/dotnet.dll", "");
        _proc.Write("root/dotnet/sdk/10.0.401/MSBuild.dll", "");
        _proc.Write("root/dotnet/sdk/10.0.401/Roslyn/bincore/csc", "");
        _proc.Write("root/sdk/App/App.dll", "");
    }

    [Theory]
    [InlineData("dotnet run", "root/dotnet/dotnet", true)]
    [InlineData("dotnet build App.dll", "root/dotnet/dotnet", true)]
    [InlineData("dotnet", "root/dotnet/dotnet", true)]
    [InlineData("dotnet {root}/dotnet/sdk/10.0.401/MSBuild.dll /nodemode:1", "root/dotnet/dotnet", true)]
    [InlineData("dotnet exec --runtimeconfig x {root}/dotnet/sdk/10.0.401/MSBuild.dll", "root/dotnet/dotnet", true)]
    [InlineData("csc /noconfig", "root/dotnet/sdk/10.0.401/Roslyn/bincore/csc", true)]
    [InlineData("dotnet {root}/sdk/App/App.dll run", "root/dotnet/dotnet", false)]
    [InlineData("dotnet App/App.dll", "root/dotnet/dotnet", false)]
    [InlineData("dotnet exec --depsfile App.deps.json App/App.dll", "root/dotnet/dotnet", false)]
    [InlineData("App", "root/sdk/App/App", false)]
    public void Programs_in_the_sdks_folder_belong_to_the_sdk(string commandLine, string executable, bool isSdk)
    {
        string root = Path.Combine(_proc.Root, "root");
        string arguments = commandLine.Replace("{root}", root, StringComparison.Ordinal).Replace(' ', '\0');
        _proc.Write($"{Pid}/cmdline", arguments + '\0');
        File.CreateSymbolicLink(Path.Combine(_proc.Root, $"{Pid}/exe"), Path.Combine(_proc.Root, executable));
        File.CreateSymbolicLink(Path.Combine(_proc.Root, $"{Pid}/cwd"), Path.Combine(root, "sdk"));
        Assert.Equal(isSdk, SdkPrograms.Contains(Pid, new ProcDirectory(_proc.Root)));
    }

    [Fact]
    public void A_process_that_cannot_be_looked_into_is_a_users()
    {
        Assert.False(SdkPrograms.Contains(Pid, new ProcDirectory(_proc.Root)));
        Assert.True(File.Exists(_dotnet));
    }

    public void Dispose() => _proc.Dispose();
}
