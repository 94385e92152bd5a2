using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Contrail.Target;

/// <summary>
/// Compiles <c>--methods</c> (60,000), prints <c>jitted N</c>, and continues to compile until the end, when it prints
/// the pauses.
/// </summary>
internal static class JitMode
{
    private const int MethodsPerType = 1000;

    private static readonly ModuleBuilder Module = AssemblyBuilder
        .DefineDynamicAssembly(new AssemblyName("Contrail.Jitted"), AssemblyBuilderAccess.Run)
        .DefineDynamicModule("jitted");

    public static void Run(TargetOptions options)
    {
        int methods = options.Count("methods", 60_000);
        for (int first = 0; first < methods; first += MethodsPerType)
        {
            foreach (MethodInfo method in Define($"Batch{first}", Math.Min(MethodsPerType, methods - first)))
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }

        Console.WriteLine($"jitted {methods}");
        CompileOn();
    }

    private static void CompileOn()
    {
        Gaps gaps = new("jit");
        long count = 0;
        while (Lifetime.Goes)
        {
            string name = "Again" + (++count).ToString(CultureInfo.InvariantCulture);
            DynamicMethod method = new(name, typeof(int), [typeof(int)], typeof(JitMode).Module);
            WriteBody(method.GetILGenerator(), 1);
            _ = method.CreateDelegate<Func<int, int>>()(1);
            gaps.Step();
        }

        gaps.Report();
    }

    private static MethodInfo[] Define(string typeName, int count)
    {
        TypeBuilder type = Module.DefineType(typeName, TypeAttributes.Public);
        for (int index = 0; index < count; index++)
        {
            MethodBuilder method = type.DefineMethod(
                $"Jitted{index}", MethodAttributes.Public | MethodAttributes.Static, typeof(int), [typeof(int)]);
            WriteBody(method.GetILGenerator(), index);
        }

        return type.CreateType().GetMethods(BindingFlags.Public | BindingFlags.Static);
    }

    private static void WriteBody(ILGenerator body, int added)
    {
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldc_I4, added);
        body.Emit(OpCodes.Add);
        body.Emit(OpCodes.Ret);
    }
}
