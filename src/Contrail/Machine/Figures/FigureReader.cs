using System.Globalization;
using System.Text;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Processes;

namespace Contrail.Machine.Figures;

/// <summary>
/// Reads the operating system's figures of one process, its control groups, the machine and the network of the process.
/// It has no thread and no clock: call <see cref="Read(IFigureSink)"/> each second, and <see cref="ReadQuickly"/>
/// between them where more detail is needed. A file that is missing leaves its figures unknown. Not thread-safe.
/// </summary>
internal sealed class FigureReader : IDisposable
{
    /// <summary>The largest text is that of a machine's interrupts; most are a few hundred bytes.</summary>
    private const int BufferBytes = 64 << 10;

    private const int MaxMountsBytes = 1 << 20;

    private readonly string _proc;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly long[] _values = new long[FigureRecord.MaxColumns];
    private readonly RereadFile _stat;
    private readonly FileParser _statParser = FileParser.Of(FigureFiles.Stat, FigureTable.Target);
    private readonly FigureGroup _target = new(FigureTable.Target);
    private readonly FigureGroup _host = new(FigureTable.Host);
    private readonly FigureGroup _network = new(FigureTable.Network);
    private readonly CgroupFigures _cgroups;
    private readonly ThreadFigures? _threads;
    private bool _hasEnded;

    private FigureReader(string proc, PinnedFolder folder, RereadFile stat)
    {
        _proc = proc;
        _stat = stat;
        _target.Open(FigureFolder.Target, folder, except: FigureFiles.Stat);
        _network.Open(FigureFolder.Target, folder);
        _cgroups = new CgroupFigures(folder.OpenFile("cgroup"), ReadMounts);
        _threads = PinnedFolder.Open(folder.Path + "/task") is { } tasks ? new ThreadFigures(tasks) : null;
        using PinnedFolder? host = PinnedFolder.Open(proc);
        _host.Open(FigureFolder.Host, host);
    }

    /// <summary>Opens the files of a process; null if there is no such process.</summary>
    /// <param name="processId">The process, by the number that this process sees.</param>
    /// <param name="proc">Where the kernel's files of processes are mounted.</param>
    public static FigureReader? Open(int processId, string proc = "/proc")
    {
        using PinnedFolder? folder =
            PinnedFolder.Open(Path.Combine(proc, processId.ToString(CultureInfo.InvariantCulture)));
        return folder?.OpenFile("stat") is { } stat ? new FigureReader(proc, folder, stat) : null;
    }

    /// <summary>
    /// Reads all figures. False if the process has ended: nothing is reported then or later, and all files are closed.
    /// </summary>
    public bool Read(IFigureSink sink) => Read(sink, isQuick: false);

    /// <summary>
    /// Reads the figures without those of all threads: only of the busiest in the last turn of <see
    /// cref="Read(IFigureSink)"/>, and the states of threads are unknown.
    /// </summary>
    public bool ReadQuickly(IFigureSink sink) => Read(sink, isQuick: true);

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _hasEnded = true;
        _stat.Dispose();
        _target.Dispose();
        _host.Dispose();
        _network.Dispose();
        _cgroups.Dispose();
        _threads?.Dispose();
    }

    private bool Read(IFigureSink sink, bool isQuick)
    {
        ReadOnlySpan<byte> stat = _buffer.AsSpan(0, _hasEnded ? 0 : _stat.Read(_buffer));
        Span<long> values = Clear(FigureTable.Target);
        _statParser.Parse(stat, values);

        // A process that its parent has not reaped yet has no threads but the first, which is dead.
        bool isDead = StatText.StateOf(stat) is (byte)'Z' or (byte)'X' && values[ThreadColumns.Threads] <= 1;
        if (stat.IsEmpty || isDead)
        {
            Dispose();
            return false;
        }

        ReadTarget(values, sink, isQuick);
        _cgroups.Read(_buffer, _values, sink);
        Report(_host, sink);
        Report(_network, sink);
        return true;
    }

    private void ReadTarget(Span<long> values, IFigureSink sink, bool isQuick)
    {
        _target.Read(_buffer, values);
        if (_threads is null)
        {
            sink.Add(FigureTable.Target, 0, [], values);
            return;
        }

        if (isQuick)
        {
            _threads.ReadBusiest(_buffer);
            _threads.Report(_buffer, sink);
        }
        else
        {
            _threads.Read(_buffer, values[ThreadColumns.Threads]);
            _threads.Report(_buffer, sink);
            _threads.SetStates(_buffer, values);
        }

        _threads.SetSums(values);
        sink.Add(FigureTable.Target, 0, [], values);
    }

    private void Report(FigureGroup group, IFigureSink sink)
    {
        Span<long> values = Clear(group.Event);
        group.Read(_buffer, values);
        sink.Add(group.Event, 0, [], values);
    }

    private Span<long> Clear(FigureEvent described)
    {
        Span<long> values = _values.AsSpan(0, described.Columns.Count);
        values.Fill(FigureTable.Unknown);
        return values;
    }

    private string ReadMounts()
    {
        byte[] text = new byte[MaxMountsBytes];
        int count = new ProcDirectory(_proc).ReadStart(Environment.ProcessId, "mountinfo", text);
        return Encoding.UTF8.GetString(text, 0, count);
    }
}
