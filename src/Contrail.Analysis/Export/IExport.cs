using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export;

/// <summary>
/// Writes the records of one or several files in another format. Not safe for concurrent use. What the output throws
/// passes. Disposed before it is complete, it leaves a part of the output, which is useless.
/// </summary>
internal interface IExport : IDisposable
{
    /// <summary>What the output does not contain, in sentences; complete after <see cref="Complete"/>.</summary>
    IReadOnlyList<string> Notes => [];

    /// <summary>Whether there is nothing that a viewer could show; known after <see cref="Complete"/>.</summary>
    bool IsEmpty => false;

    /// <summary>Begins a file; called after the one before has ended.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Receives its records.</returns>
    IModelSink Open(ExportedFile file);

    /// <summary>Writes what is left, after the last file.</summary>
    void Complete();
}
