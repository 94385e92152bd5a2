namespace Contrail.Analysis.Model;

/// <summary>Where the source of a frame is.</summary>
/// <param name="File">The path of the file where it was compiled.</param>
/// <param name="Line">The line.</param>
/// <param name="IsMethodStart">
/// Whether it is the first line of the method only, because the trace does not contain which line was executed.
/// </param>
internal readonly record struct SourceLine(string File, int Line, bool IsMethodStart);
