using System.Reflection;
using System.Reflection.Emit;

namespace Contrail.Tests.Support;

/// <summary>Does what makes the runtime write many kinds of events.</summary>
internal static class RuntimeWork
{
    public static void Run()
    {
        Jit();
        for (int index = 0; index < 3; index++)
        {
            Throw();
        }

        byte[][] garbage = [.. Enumerable.Range(0, 100).Select(_ => new byte[10_000])];
        GC.KeepAlive(garbage);
        GC.Collect(0);
        GC.Collect(2, GCCollectionMode.Forced, blocking: true);
        GC.AddMemoryPressure(1_000_000);
        GC.RemoveMemoryPressure(1_000_000);
        Contend();
        Task.WaitAll([.. Enumerable.Range(0, 20).Select(_ => Task.Run(static () => Thread.Yield()))]);
    }

    // A method that was not compiled before.
    private static void Jit()
    {
        DynamicMethod method = new("Compiled", typeof(int), [typeof(int)], typeof(RuntimeWork).Module);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ret);
        method.Invoke(null, [1]);
        Type list = typeof(List<>).MakeGenericType(typeof(Dictionary<long, RuntimeEventArgs>));
        Activator.CreateInstance(list);
    }

    private static void Throw()
    {
        try
        {
            throw new TargetInvocationException("thrown by a test", null);
        }
        catch (TargetInvocationException)
        {
        }
    }

    private static void Contend()
    {
        object gate = new();
        using ManualResetEventSlim isHeld = new();
        Thread holder = new(() =>
        {
            lock (gate)
            {
                isHeld.Set();
                Thread.Sleep(20);
            }
        });
        holder.Start();
        isHeld.Wait();
        lock (gate)
        {
            holder.Join(0);
        }

        holder.Join();
    }

    private sealed class RuntimeEventArgs;
}
