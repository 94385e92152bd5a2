using System.Diagnostics;
using Xunit;

namespace Contrail.Scenarios.Ipc;

/// <summary>A second process of this program, which only waits for the end of its input.</summary>
internal sealed class ChildTarget : IDisposable
{
    /// <summary>However these tests were started, also by <c>dotnet</c>: the program that was built for them.</summary>
    private static readonly string Executable =
        Path.Combine(AppContext.BaseDirectory, typeof(ChildTarget).Assembly.GetName().Name!);

    private readonly Process _process;

    public ChildTarget(params (string Name, string Value)[] environment)
    {
        string[] arguments = ["-explicit", "only", "-class", typeof(ChildProgram).FullName!];
        ProcessStartInfo start = new(Executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Waits until the program itself runs, and reports it.</summary>
    public void WaitUntilItRuns()
    {
        string? line;
        do
        {
            line = _process.StandardOutput.ReadLine();
            Assert.NotNull(line);
        }
        while (!line.EndsWith(ChildProgram.FirstLine, StringComparison.Ordinal));
    }

    /// <summary>Lets it run to its end, and waits for that.</summary>
    public void Finish()
    {
        _process.StandardInput.Close();
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(30)), "The child did not end.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
