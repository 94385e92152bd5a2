using System.Globalization;

namespace Contrail.Tests.Recorder.Machine.Figures;

/// <summary>A folder like <c>/proc</c> with one process, whose files a test writes.</summary>
internal sealed class FakeProc : IDisposable
{
    public const int Pid = 42;

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-proc-").FullName;

    public string Path => _folder;

    /// <summary>The files that this process has open in the folder.</summary>
    public int OpenCount => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Count(link => LinkTarget(link).StartsWith(_folder, StringComparison.Ordinal));

    /// <summary>Writes a file of the process.</summary>
    public FakeProc Target(string name, string text) => Host($"{Pid}/{name}", text);

    /// <summary>Writes the <c>stat</c> of the process.</summary>
    public FakeProc Stat(char state = 'S', int threads = 1, int userTicks = 5) =>
        Target("stat", StatText(Pid, "fake", state, threads, userTicks));

    /// <summary>Writes the files of a thread.</summary>
    public FakeProc Thread(
        int id, string name, long runTime, long delay, long count, char state = 'S', int userTicks = 0) =>
        Target($"task/{id}/stat", StatText(id, name, state, 1, userTicks))
            .Target($"task/{id}/status", $"Name:\t{name}\nNSpid:\t{id}\t{id - 1000}\nvoluntary_ctxt_switches:\t9\n")
            .Target($"task/{id}/schedstat", $"{runTime} {delay} {count}\n");

    /// <summary>Ends a thread.</summary>
    public void EndThread(int id)
    {
        // What is open can be read still, unlike a file of the kernel.
        Target($"task/{id}/schedstat", "");
        Directory.Delete(System.IO.Path.Combine(_folder, $"{Pid}/task/{id}"), recursive: true);
    }

    /// <summary>Deletes a file of a thread.</summary>
    public void Delete(string name) => File.Delete(System.IO.Path.Combine(_folder, $"{Pid}/{name}"));

    /// <summary>Writes a file of the machine, or of another process.</summary>
    public FakeProc Host(string name, string text)
    {
        string path = System.IO.Path.Combine(_folder, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>Writes the mounts that this process sees.</summary>
    public FakeProc Mounts(string text) =>
        Host($"{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}/mountinfo", text);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string StatText(int id, string name, char state, int threads, int userTicks) =>
        $"{id} ({name}) {state} 1 2 3 0 -1 4194304 101 0 7 0 {userTicks} 6 0 0 20 0 {threads} 0 98 10 20\n";

    private static string LinkTarget(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
