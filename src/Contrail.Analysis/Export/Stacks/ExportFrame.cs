namespace Contrail.Analysis.Export.Stacks;

/// <summary>A frame in the output of a format.</summary>
/// <param name="Name">The method with its parameters, or its module and address.</param>
/// <param name="File">The source file; empty if unknown.</param>
/// <param name="Line">The line in that file; 0 if unknown.</param>
/// <param name="Module">The module that contains the code; empty if unknown.</param>
internal readonly record struct ExportFrame(string Name, string File, int Line, string Module);
