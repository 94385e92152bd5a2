using Contrail.Discovery;
using Contrail.Processes;

namespace Contrail.Tests.Recorder.Ipc;

/// <summary>A directory that looks like /proc, with a machine that runs for 1000 seconds.</summary>
internal sealed class FakeProc : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("proc-");
    private readonly Dictionary<string, SocketFile> _sockets = [];

    public FakeProc(uint ownUid)
    {
        Write("uptime", "1000.00 5.00\n");
        Add(Environment.ProcessId, ownUid);
    }

    public string Root => _directory.FullName;

    /// <summary>A directory in which the recorder looks for sockets.</summary>
    public string TemporaryDirectory => Directory.CreateDirectory(Path.Combine(Root, "own")).FullName;

    public void Add(
        int pid, uint uid, ulong startTicks = 100, string maps = "", int? innermostPid = null, char state = 'S')
    {
        string fields = $"1 2 3 0 -1 4194304 1 0 0 0 5 6 0 0 20 0 13 0 {startTicks} 100 200";
        Write($"{pid}/stat", $"{pid} (app) {state} {fields}\n");
        Write($"{pid}/status", $"Tgid:\t{pid}\nNSpid:\t{pid}\t{innermostPid ?? pid}\nUid:\t9\t{uid}\t9\t9\n");
        Write($"{pid}/maps", maps);
    }

    public string Write(string path, string content)
    {
        string whole = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        File.WriteAllText(whole, content, System.Text.Encoding.ASCII);
        return whole;
    }

    /// <summary>The namespace of that kind that a process is in.</summary>
    public void SetNamespace(int pid, string kind, int number)
    {
        string link = Path.Combine(Root, $"{pid}/ns/{kind}");
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, $"{kind.Replace("_for_children", "", StringComparison.Ordinal)}:[{number}]");
    }

    public string AddSocket(
        string directory,
        int pid,
        ulong startTicks,
        uint ownerUid = 1000,
        SocketFileKind kind = SocketFileKind.Socket)
    {
        string path = Path.Combine(Root, $"{directory}/dotnet-diagnostic-{pid}-{startTicks}-socket");
        _sockets[path] = new SocketFile(kind, ownerUid);
        return path;
    }

    public EndpointSearch Search() => new(
        new ProcDirectory(Root),
        [TemporaryDirectory],
        path => _sockets.TryGetValue(path, out SocketFile file) ? file : null);

    public void Dispose() => _directory.Delete(recursive: true);
}
