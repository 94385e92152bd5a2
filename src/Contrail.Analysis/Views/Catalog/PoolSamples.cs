using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Where threads of the pool waited or were in native code when all threads were sampled. Not safe for concurrent use.
/// </summary>
internal sealed class PoolSamples
{
    private const int MaxThreads = 20_000;

    /// <summary>Of more, the rest is not counted: a place that blocks a pool does so on some threads.</summary>
    private const int MaxPairs = 20_000;

    private readonly HashSet<(int Place, long Thread)> _threadsAt = [];
    private readonly PlaceTally _outside = new();
    private readonly Dictionary<long, long> _byThread = [];

    /// <summary>Samples of pool threads that had work, with those in managed code.</summary>
    public long Count { get; private set; }

    /// <summary>How often all threads were sampled: as often as the thread with the most samples.</summary>
    public long Rounds => _byThread.Count == 0 ? 0 : _byThread.Values.Max();

    /// <summary>Adds a sample; one of a thread that used a processor does not show who waits.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="place">A number for its place in the code.</param>
    /// <param name="hasWork">Whether it is of a thread of the pool that does not look for work.</param>
    public void Add(in Sample sample, int place, bool hasWork)
    {
        if (sample.Kind == SampleKind.Cpu)
        {
            return;
        }

        if (_byThread.Count < MaxThreads || _byThread.ContainsKey(sample.ExecutionId))
        {
            _byThread[sample.ExecutionId] = _byThread.GetValueOrDefault(sample.ExecutionId) + 1;
        }

        Count += hasWork ? 1 : 0;
        if (hasWork && sample.Kind != SampleKind.Managed)
        {
            _outside.Add(sample.Stack);
            if (_threadsAt.Count < MaxPairs)
            {
                _threadsAt.Add((place, sample.ExecutionId));
            }
        }
    }

    /// <summary>The places, that with the most samples first.</summary>
    public IReadOnlyList<TalliedPlace> Places(StackTable stacks) => _outside.Conclude(stacks);

    /// <summary>Number of threads that were at a place, as far as they are counted.</summary>
    public long ThreadCountAt(int place) => _threadsAt.Count(pair => pair.Place == place);

    /// <summary>A sentence about what is in no place; nothing if everything is.</summary>
    public IEnumerable<string> Notes() => _outside.Notes("samples");
}
