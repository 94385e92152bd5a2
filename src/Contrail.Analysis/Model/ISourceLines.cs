namespace Contrail.Analysis.Model;

/// <summary>Finds the source of frames.</summary>
internal interface ISourceLines
{
    /// <summary>Where the source of a frame is; null if unknown.</summary>
    SourceLine? Find(in StackFrame frame);
}
