using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Interpreting;
using Contrail.Processes;

namespace Contrail.Tool.Files;

/// <summary>
/// Finds the source of frames in the symbols of modules on this machine. The paths are those of an untrusted file: only
/// regular files are opened. Not safe for concurrent use.
/// </summary>
internal sealed class SourceFiles : ISourceLines, IDisposable
{
    private readonly SourceLines _lines = new(static (path, maxBytes) => TargetFile.Read("/", path, maxBytes));

    /// <inheritdoc/>
    public SourceLine? Find(in StackFrame frame) => _lines.Find(frame);

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();
}
