using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Adds up samples by stack. Samples in native code include waits, so they are listed only where a runtime marks no
/// sample as managed. Not safe for concurrent use.
/// </summary>
internal sealed class SampledStacks
{
    private const long FewSamples = 100;

    private readonly Dictionary<StackId, double> _managed = [];
    private readonly Dictionary<StackId, double> _native = [];
    private readonly Dictionary<long, long> _byThread = [];
    private long _managedCount;
    private long _nativeCount;
    private long _cpuCount;
    private long _unplacedCount;

    /// <summary>The weight of each stack: a sample each.</summary>
    public IReadOnlyDictionary<StackId, double> Listed => IsManaged ? _managed : _native;

    /// <summary>The weight of each stack of native code, which includes waits.</summary>
    public IReadOnlyDictionary<StackId, double> InNative => _native;

    /// <summary>
    /// How often all threads were sampled: as often as the thread with the most samples. Null if a sample is a moment
    /// in which one thread used a processor, because the time between such samples is not in the trace.
    /// </summary>
    public long? Rounds => _cpuCount > 0 || _byThread.Count == 0 ? null : _byThread.Values.Max();

    private bool IsManaged => _managedCount > 0;

    /// <summary>Adds a sample.</summary>
    public void Add(in Sample sample)
    {
        bool isNative = sample.Kind is SampleKind.Native or SampleKind.Unknown;
        _nativeCount += isNative ? 1 : 0;
        _managedCount += isNative ? 0 : 1;
        _cpuCount += sample.Kind == SampleKind.Cpu ? 1 : 0;
        _byThread[sample.ExecutionId] = _byThread.GetValueOrDefault(sample.ExecutionId) + 1;
        if (sample.Stack.IsNone)
        {
            _unplacedCount++;
            return;
        }

        Dictionary<StackId, double> stacks = isNative ? _native : _managed;
        stacks[sample.Stack] = stacks.GetValueOrDefault(sample.Stack) + 1;
    }

    /// <summary>What is listed.</summary>
    public IEnumerable<string> Headlines()
    {
        long all = _managedCount + _nativeCount;
        if (all > 0)
        {
            yield return _cpuCount == all ? $"{all} samples of threads that used a processor."
                : IsManaged
                    ? $"{_managedCount} of {all} samples found a thread in managed code; the others waited or were in "
                        + "native code."
                    : $"{all} samples; the runtime marks none as managed, so waiting threads are included.";
        }
    }

    /// <summary>What limits the answer.</summary>
    public IEnumerable<string> Notes()
    {
        long listed = IsManaged ? _managedCount : _nativeCount;
        if (listed is > 0 and < FewSamples)
        {
            yield return $"{listed} samples are few: shares can be off by chance.";
        }

        if (_unplacedCount > 0)
        {
            yield return $"{_unplacedCount} samples have no stack.";
        }
    }
}
