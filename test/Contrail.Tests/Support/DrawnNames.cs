using Contrail.Core.Snapshots;

namespace Contrail.Tests.Support;

/// <summary>Native code that a test draws.</summary>
internal sealed class DrawnNames(params NativeMapping[] mappings) : INativeNames
{
    /// <summary>The addresses that were requested last.</summary>
    public ulong[] Requested { get; private set; } = [];

    public IReadOnlyList<NativeMapping> Find(ReadOnlySpan<ulong> ascending)
    {
        Requested = ascending.ToArray();
        return mappings;
    }
}
