using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Page;

/// <summary>
/// Adds up the weights of one flame graph by stack, thread and step of time, in bounded memory: if there are too many,
/// first the steps become longer, then threads are no longer separated, and last the lightest stacks are dropped. Not
/// safe for concurrent use.
/// </summary>
/// <param name="maxKeys">Number of weights that are kept.</param>
internal sealed class FlameStacks(int maxKeys = FlameStacks.MaxKeys)
{
    /// <summary>About a megabyte of a page, of which there are up to nine, and two of memory.</summary>
    public const int MaxKeys = 40_000;

    /// <summary>The id of a thread that is not separated from others.</summary>
    public const long Others = -1;

    /// <summary>A tenth of a second in half a minute, which is as fine as one selects with a mouse.</summary>
    private const int MaxSteps = 256;

    private const long FirstStep = 1_000_000;

    private Dictionary<FlameKey, double> _weights = [];
    private long _stepNanoseconds = FirstStep;
    private bool _hasThreads = true;
    private bool _hasSteps = true;

    /// <summary>The length of a step in nanoseconds; 0 if times are not separated.</summary>
    public long StepNanoseconds => _hasSteps ? _stepNanoseconds : 0;

    /// <summary>Whether threads are separated.</summary>
    public bool HasThreads => _hasThreads;

    /// <summary>The weight of everything that was added.</summary>
    public double Total { get; private set; }

    /// <summary>How many times a weight was added.</summary>
    public long Count { get; private set; }

    /// <summary>The weight without a stack.</summary>
    public double Unplaced { get; private set; }

    /// <summary>The weight of stacks that were dropped.</summary>
    public double Dropped { get; private set; }

    /// <summary>The weights, in no order.</summary>
    public IReadOnlyDictionary<FlameKey, double> Weights => _weights;

    /// <summary>Adds a weight.</summary>
    public void Add(StackId stack, long executionId, TraceTime time, double weight)
    {
        Count++;
        Total += weight;
        if (stack.IsNone)
        {
            Unplaced += weight;
            return;
        }

        long nanoseconds = Math.Max(0, time.Nanoseconds);
        while (_hasSteps && nanoseconds / _stepNanoseconds >= MaxSteps)
        {
            DoubleSteps();
        }

        FlameKey key = KeyOf(new FlameKey(stack, executionId, _hasSteps ? (int)(nanoseconds / _stepNanoseconds) : 0));
        _weights[key] = _weights.GetValueOrDefault(key) + weight;
        if (_weights.Count > maxKeys)
        {
            Shrink();
        }
    }

    private void Shrink()
    {
        // Half of the steps is as much as a selection of time still needs.
        int steps = _hasSteps ? _weights.Keys.Max(key => key.Step) + 1 : 1;
        if (steps > 2)
        {
            DoubleSteps();
        }
        else if (_hasSteps)
        {
            _hasSteps = false;
            Rebuild();
        }
        else if (_hasThreads)
        {
            _hasThreads = false;
            Rebuild();
        }
        else
        {
            DropLightest();
        }
    }

    private void DoubleSteps()
    {
        _stepNanoseconds *= 2;
        Dictionary<FlameKey, double> joined = new(_weights.Count);
        foreach ((FlameKey key, double weight) in _weights)
        {
            FlameKey other = key with { Step = key.Step / 2 };
            joined[other] = joined.GetValueOrDefault(other) + weight;
        }

        _weights = joined;
    }

    private void Rebuild()
    {
        Dictionary<FlameKey, double> joined = new(_weights.Count);
        foreach ((FlameKey key, double weight) in _weights)
        {
            FlameKey other = KeyOf(key);
            joined[other] = joined.GetValueOrDefault(other) + weight;
        }

        _weights = joined;
    }

    private FlameKey KeyOf(FlameKey key) =>
        new(key.Stack, _hasThreads ? key.ExecutionId : Others, _hasSteps ? key.Step : 0);

    private void DropLightest()
    {
        foreach ((FlameKey key, double weight) in
            _weights.OrderBy(pair => pair.Value).Take(_weights.Count / 2).ToArray())
        {
            _weights.Remove(key);
            Dropped += weight;
        }
    }
}
