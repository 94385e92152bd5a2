using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Adds up samples by stack. Those of threads that used a processor are listed alone, where there are some. Samples of
/// all threads in native code include waits, so they are listed only where a runtime marks no sample as managed. Not
/// safe for concurrent use.
/// </summary>
internal sealed class SampledStacks
{
    private const long FewSamples = 100;

    private readonly Dictionary<StackId, double> _managed = [];
    private readonly Dictionary<StackId, double> _native = [];
    private readonly Dictionary<StackId, double> _cpu = [];
    private readonly Dictionary<StackId, double> _cpuTimes = [];
    private readonly Dictionary<long, long> _byThread = [];
    private long _managedCount;
    private long _nativeCount;
    private long _cpuCount;
    private long _unplacedCount;

    /// <summary>The number of samples of each stack.</summary>
    public IReadOnlyDictionary<StackId, double> Listed =>
        _cpuCount > 0 ? _cpu : _managedCount > 0 ? _managed : _native;

    /// <summary>The processor time of each stack in nanoseconds; the number of samples where that is unknown.</summary>
    public IReadOnlyDictionary<StackId, double> Weights => HasCpuTime ? _cpuTimes : Listed;

    /// <summary>The number of samples of each stack of native code, of all threads, which includes waits.</summary>
    public IReadOnlyDictionary<StackId, double> InNative => _native;

    /// <summary>Whether the samples listed are those of threads that used a processor, with their time.</summary>
    public bool HasCpuTime => CpuNanoseconds > 0;

    /// <summary>The processor time of all samples in nanoseconds, with those without a stack; 0 if unknown.</summary>
    public double CpuNanoseconds { get; private set; }

    /// <summary>
    /// How often all threads were sampled: as often as the thread with the most samples. Null if a sample is a moment
    /// in which one thread used a processor.
    /// </summary>
    public long? Rounds => _cpuCount > 0 || _byThread.Count == 0 ? null : _byThread.Values.Max();

    /// <summary>Adds a sample.</summary>
    public void Add(in Sample sample)
    {
        bool isCpu = sample.Kind == SampleKind.Cpu;
        bool isManaged = sample.Kind == SampleKind.Managed;
        _cpuCount += isCpu ? 1 : 0;
        _managedCount += isManaged ? 1 : 0;
        _nativeCount += isCpu || isManaged ? 0 : 1;
        CpuNanoseconds += sample.CpuNanoseconds;
        _byThread[sample.ExecutionId] = _byThread.GetValueOrDefault(sample.ExecutionId) + 1;
        if (sample.Stack.IsNone)
        {
            _unplacedCount++;
            return;
        }

        Increase(isCpu ? _cpu : isManaged ? _managed : _native, sample.Stack, 1);
        if (isCpu)
        {
            Increase(_cpuTimes, sample.Stack, sample.CpuNanoseconds);
        }
    }

    /// <summary>What is listed.</summary>
    public IEnumerable<string> Headlines()
    {
        long others = _managedCount + _nativeCount;
        if (_cpuCount > 0)
        {
            yield return $"{_cpuCount} samples of threads that used a processor"
                + (others > 0 ? $"; {others} of all threads, also of waiting ones, are not listed." : ".");
        }
        else if (others > 0)
        {
            yield return _managedCount > 0
                ? $"{_managedCount} of {others} samples found a thread in managed code; the others waited or were in "
                    + "native code."
                : $"{others} samples; the runtime marks none as managed, so waiting threads are included.";
        }
    }

    /// <summary>What limits the answer.</summary>
    public IEnumerable<string> Notes()
    {
        long listed = _cpuCount > 0 ? _cpuCount : _managedCount > 0 ? _managedCount : _nativeCount;
        if (listed is > 0 and < FewSamples)
        {
            yield return $"{listed} samples are few: shares can be off by chance.";
        }

        if (_unplacedCount > 0)
        {
            yield return $"{_unplacedCount} samples have no stack.";
        }
    }

    private static void Increase(Dictionary<StackId, double> stacks, StackId stack, double by) =>
        stacks[stack] = stacks.GetValueOrDefault(stack) + by;
}
