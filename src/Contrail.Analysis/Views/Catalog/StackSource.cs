using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Adds up stacks of one kind of record, with a weight in the unit of that kind. Not safe for concurrent use.
/// </summary>
internal sealed class StackSource
{
    private const int MaxStacks = 100_000;

    private readonly Dictionary<StackId, double> _stacks = [];
    private readonly SampledStacks _samples = new();
    private readonly string _of;

    /// <param name="of">The name of the kind; null for samples.</param>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public StackSource(string? of)
    {
        _of = of ?? "samples";
        Needs = ModelNeeds.Stacks | (_of switch
        {
            "samples" => ModelNeeds.Samples,
            "waits" => ModelNeeds.Waits | ModelNeeds.HandleWaits,
            "contention" => ModelNeeds.Waits,
            "exceptions" => ModelNeeds.Exceptions,
            "allocations" => ModelNeeds.Allocations,
            "blocking" or "syscalls" or "scheduling" => ModelNeeds.ExecutionStates,
            _ => throw new ArgumentException(
                $"There are no stacks of '{of}': use samples, waits, contention, exceptions, allocations, blocking, "
                    + "syscalls or scheduling.",
                nameof(of)),
        });
    }

    /// <summary>The kinds of records that it requires.</summary>
    public ModelNeeds Needs { get; }

    /// <summary>A view of stacks, of the kind that the user chooses.</summary>
    public static ViewDescription Choose(ViewDescription view, ViewOptions options) => view with
    {
        Subjects = new StackSource(options.Of).Needs & ~ModelNeeds.Stacks,
        Recording = options.Of switch
        {
            null or "samples" => HotMethodsView.Description.Recording,
            "allocations" => AllocationsView.Description.Recording,
            _ => "",
        },
        ServiceRecording = options.Of is null or "samples" ? HotMethodsView.Description.ServiceRecording : "",
    };

    /// <summary>The unit of the weights.</summary>
    public string Unit => _of switch
    {
        "waits" or "contention" or "blocking" or "syscalls" or "scheduling" => "nanoseconds",
        "allocations" => "bytes",
        _ => _of,
    };

    /// <summary>The weight of each stack.</summary>
    public IReadOnlyDictionary<StackId, double> Stacks => _of == "samples" ? _samples.Listed : _stacks;

    /// <summary>Samples of threads that waited or were in native code, where those are not listed.</summary>
    public IReadOnlyDictionary<StackId, double> NotListed =>
        _of == "samples" && _samples.Listed != _samples.InNative
            ? _samples.InNative
            : new Dictionary<StackId, double>();

    /// <summary>What is listed, and what limits it.</summary>
    public IEnumerable<string> Notes() => _of == "samples" ? _samples.Headlines().Concat(_samples.Notes()) : [];

    /// <summary>Adds a sample.</summary>
    public void Add(in Sample sample) => _samples.Add(sample);

    /// <summary>Adds a wait with its duration.</summary>
    public void Add(in Wait wait)
    {
        if (wait.Kind != WaitKind.RuntimeLock && (_of != "contention" || wait.Kind == WaitKind.Lock))
        {
            Add(wait.Stack, wait.Range.Nanoseconds);
        }
    }

    /// <summary>Adds an exception.</summary>
    public void Add(in ExceptionRecord exception) => Add(exception.Stack, 1);

    /// <summary>Adds an allocation with its size.</summary>
    public void Add(in AllocationSample allocation) => Add(allocation.Stack, allocation.Bytes);

    /// <summary>Adds a state with its duration.</summary>
    public void Add(in ExecutionState state)
    {
        bool isListed = state.Activity switch
        {
            ThreadActivity.Waiting => _of == "blocking",
            ThreadActivity.Syscall => _of == "syscalls",
            ThreadActivity.Ready => _of == "scheduling",
            _ => false,
        };
        if (isListed)
        {
            Add(state.Stack, state.Range.Nanoseconds);
        }
    }

    private void Add(StackId stack, double weight)
    {
        if (!stack.IsNone && (_stacks.Count < MaxStacks || _stacks.ContainsKey(stack)))
        {
            _stacks[stack] = _stacks.GetValueOrDefault(stack) + weight;
        }
    }
}
