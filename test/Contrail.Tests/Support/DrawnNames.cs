using Contrail.Core.Snapshots;

namespace Contrail.Tests.Support;

/// <summary>Native code that a test draws.</summary>
internal sealed class DrawnNames(params NativeMapping[] mappings) : INativeNames
{
    /// <summary>The addresses that were requested last.</summary>
    public ulong[] Requested { get; private set; } = [];

    /// <summary>What happens during the lookup.</summary>
    public Action OnFind { get; init; } = () => { };

    public NativeNames Find(ReadOnlySpan<ulong> ascending, CancellationToken cancellationToken)
    {
        Requested = ascending.ToArray();
        OnFind();
        return new NativeNames(mappings, 0);
    }
}
