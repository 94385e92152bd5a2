using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.Parsers.Universal.Events;

namespace Contrail.Scenarios.Support;

/// <summary>
/// An oracle: a trace as TraceLog (PerfView, Visual Studio) reads it: stacks with names, and the process.
/// </summary>
/// <remarks>
/// A frame is one address on the stack of one event. The runtime puts only managed frames there, so every frame without
/// a method counts as unnamed (on .NET 8 and 9 a few are inside the runtime's own library; they count as well).
/// </remarks>
public sealed class TraceLogReading
{
    private readonly Dictionary<string, long> _framesByMethod = [];
    private readonly Dictionary<ulong, long> _unnamedByAddress = [];
    private readonly Dictionary<string, Marks> _dynamicMarks = [];
    private readonly List<IReadOnlyList<string>> _samples = [];

    private TraceLogReading(TraceLog log)
    {
        foreach (TraceEvent found in log.Events)
        {
            ReadStack(found, found.CallStack());
        }

        EventsLost = log.EventsLost;
        TraceProcess process = log.Processes.OrderByDescending(one => one.EventsInProcess.Count()).First();
        TargetId = process.ProcessID;
        TargetName = process.Name;
        TargetCommandLine = process.CommandLine;
    }

    public int EventsLost { get; }

    /// <summary>The process with the most events.</summary>
    public int TargetId { get; }

    public string TargetName { get; }

    public string TargetCommandLine { get; }

    public long Frames { get; private set; }

    public long NamedFrames { get; private set; }

    /// <summary>Events with at least one frame.</summary>
    public long EventsWithStack { get; private set; }

    /// <summary>From 0 to 1; 1 when there are no frames.</summary>
    public double NamedShare => Frames == 0 ? 1 : (double)NamedFrames / Frames;

    /// <summary>The full names, with the frames of each.</summary>
    public IReadOnlyDictionary<string, long> FramesByMethod => _framesByMethod;

    /// <summary>Where the names are missing, with the frames of each.</summary>
    public IReadOnlyDictionary<ulong, long> UnnamedByAddress => _unnamedByAddress;

    /// <summary>
    /// The events of the target's <c>dynamic</c> mode by kind of code: how many, and how many with the expected frame.
    /// </summary>
    public IReadOnlyDictionary<string, Marks> DynamicMarks => _dynamicMarks;

    /// <summary>The names on the stacks of the samples of processors, the innermost first; empty if unnamed.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Samples => _samples;

    /// <summary>Reads the complete file, by way of a temporary one that is deleted afterwards.</summary>
    public static TraceLogReading Read(string traceFile)
    {
        string etlx = Path.Combine(Path.GetTempPath(), $"contrail-{Guid.NewGuid():N}.etlx");
        try
        {
            TraceLog.CreateFromEventPipeDataFile(traceFile, etlx, new TraceLogOptions { ContinueOnError = false });
            using TraceLog log = new(etlx);
            return new TraceLogReading(log);
        }
        finally
        {
            File.Delete(etlx);
        }
    }

    private void ReadStack(TraceEvent found, TraceCallStack? stack)
    {
        List<(string Name, ulong Address)> frames = [];
        for (; stack is not null; stack = stack.Caller)
        {
            frames.Add((stack.CodeAddress.Method?.FullMethodName ?? "", stack.CodeAddress.Address));
        }

        if (found is SampleTraceData)
        {
            // Native code and the kernel are in these stacks: they are no measure of the runtime's.
            _samples.Add([.. frames.Select(frame => frame.Name)]);
            return;
        }

        EventsWithStack += frames.Count == 0 ? 0 : 1;
        frames.ForEach(frame => CountFrame(frame.Name, frame.Address));
        if (found.ProviderName == "Contrail-Target-Dynamic" && found.EventName == "Mark")
        {
            Judge((string)found.PayloadByName("kind"), (string)found.PayloadByName("expectedFrame"), frames);
        }
    }

    private void Judge(string kind, string expected, List<(string Name, ulong Address)> frames)
    {
        Marks marks = _dynamicMarks.TryGetValue(kind, out Marks? known) ? known : _dynamicMarks[kind] = new Marks();
        int index = frames.FindIndex(frame => IsMethod(frame.Name, expected));
        if (index >= 0)
        {
            marks.AddRight(frames[index].Address);
        }
        else
        {
            marks.AddWrong($"{expected} is not in {string.Join(" < ", frames.Select(frame => frame.Name))}");
        }
    }

    private void CountFrame(string name, ulong address)
    {
        Frames++;
        if (name.Length == 0)
        {
            _unnamedByAddress[address] = _unnamedByAddress.GetValueOrDefault(address) + 1;
            return;
        }

        NamedFrames++;
        _framesByMethod[name] = _framesByMethod.GetValueOrDefault(name) + 1;
    }

    // "dynamicClass.Emitted_7(…)" is Emitted_7, and "dynamicClass.Emitted_77(…)" is not.
    private static bool IsMethod(string fullName, string expected)
    {
        string name = fullName.Split('(')[0];
        return name == expected || name.EndsWith($".{expected}", StringComparison.Ordinal);
    }
}
