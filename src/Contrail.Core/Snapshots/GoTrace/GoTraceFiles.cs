using System.Buffers;
using Contrail.Core.Formats;

namespace Contrail.Core.Snapshots.GoTrace;

/// <summary>Files of Go's execution tracer, from Go 1.22 on.</summary>
public sealed class GoTraceFiles : ITraceFiles
{
    private static ReadOnlySpan<byte> Magic => "go 1."u8;

    /// <inheritdoc/>
    public int PrefixBytes => Magic.Length;

    /// <inheritdoc/>
    public bool HasEventViews => false;

    /// <inheritdoc/>
    public bool IsBegunBy(ReadOnlySpan<byte> untrusted) => untrusted.StartsWith(Magic);

    /// <inheritdoc/>
    public ITraceVerifier Verify() => new GoFileVerifier();

    /// <inheritdoc/>
    public ITraceRepairer Repair(IBufferWriter<byte> target) => new GoFileRepairer(target);

    /// <inheritdoc/>
    public ITraceSurvey Survey() => new GoFileSurvey();
}
