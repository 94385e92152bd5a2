using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Xunit;

namespace Contrail.Scenarios.Machine;

/// <summary>The samples of processors in a file, as this project reads them.</summary>
internal sealed class SampledFile : IModelSink
{
    private const string Zlib = "libz.";

    private readonly Dictionary<string, long> _byMethod = [];
    private TraceContext? _context;

    public ModelNeeds Needs => ModelNeeds.Samples | ModelNeeds.Stacks;

    /// <summary>The number of samples.</summary>
    public long Count { get; private set; }

    /// <summary>Samples whose outermost frame is in the C library, which starts threads and programs.</summary>
    public long RootedCount { get; private set; }

    /// <summary>
    /// Samples with a frame in the machine's zlib whose stack has no root. The innermost frame may be the kernel's:
    /// zlib touches new memory, and an interrupt can be in any code.
    /// </summary>
    public long UnrootedInZlibCount { get; private set; }

    /// <summary>The threads; 0 for those whose id is unknown.</summary>
    public HashSet<long> ThreadIds { get; } = [];

    /// <summary>All frames.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Frames of code that the file neither names nor finds in a mapped file.</summary>
    public long UnknownCount { get; private set; }

    public static SampledFile Read(string path)
    {
        SampledFile read = new();
        using FileStream stream = File.OpenRead(path);
        NetTraceModel.TryRead(stream, read, out _, out _, TestContext.Current.CancellationToken);
        return read;
    }

    /// <summary>The part of the samples that have a method whose name ends so.</summary>
    public double ShareOf(string method) => (double)_byMethod.GetValueOrDefault(method) / Count;

    public void OnBegin(TraceContext context) => _context = context;

    public void Add(in Sample sample)
    {
        StackId stack = sample.Stack;
        int depth = stack.IsNone ? 0 : _context!.Stacks.Depth(stack);
        StackFrame[] frames =
            [.. Enumerable.Range(0, depth).Select(index => _context!.Stacks.Frame(stack, index))];
        Count++;
        ThreadIds.Add(sample.ExecutionId);
        FrameCount += depth;
        UnknownCount += frames.Count(frame => !frame.IsNamed && frame.Module.Length == 0);
        bool isRooted = depth > 0 && frames[^1].Module.StartsWith("libc.", StringComparison.Ordinal);
        bool isInZlib = frames.Any(frame => frame.Module.StartsWith(Zlib, StringComparison.Ordinal));
        RootedCount += isRooted ? 1 : 0;
        UnrootedInZlibCount += isInZlib && !isRooted ? 1 : 0;
        foreach (string method in frames.Select(frame => frame.ShortName).Distinct())
        {
            _byMethod[method] = _byMethod.GetValueOrDefault(method) + 1;
        }
    }
}
