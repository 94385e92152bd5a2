using System.Buffers;
using Contrail.Core.Files;
using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Files;

/// <summary>Files of Go's execution tracer, from Go 1.22 on.</summary>
internal sealed class GoTraceFiles : ITraceFiles
{
    private readonly Func<IGoEventChecker> _newChecker;

    /// <param name="newChecker">Creates a reader of events.</param>
    public GoTraceFiles(Func<IGoEventChecker> newChecker) => _newChecker = newChecker;

    private static ReadOnlySpan<byte> Magic => "go 1."u8;

    /// <inheritdoc/>
    public int PrefixBytes => Magic.Length;

    /// <inheritdoc/>
    public bool MatchesPrefix(ReadOnlySpan<byte> untrusted) => untrusted.StartsWith(Magic);

    /// <inheritdoc/>
    public ITraceVerifier Verify() => new GoFileVerifier(_newChecker());

    /// <inheritdoc/>
    public ITraceRepairer Repair(IBufferWriter<byte> target, Func<TraceFault, string> describe) =>
        new GoFileRepairer(target, _newChecker);

    /// <inheritdoc/>
    public ITraceSurvey Survey() => new GoFileSurvey();
}
