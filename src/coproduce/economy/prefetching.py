"""Ask the processor for what a compiled loop will need some rounds later, so that it need not wait for the memory."""

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

_READ, _KEEP, _DATA = 0, 3, 1


@intrinsic  # type: ignore[untyped-decorator]
def prefetch(typing_context: Any, array: Any, place: Any) -> Any:
    """`array[place]` is on its way to the cache when this returns. Nothing else happens, wherever `place` points."""

    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        where = context.make_array(signature.args[0])(context, builder, given[0]).data
        pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        asked = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        address = builder.bitcast(builder.gep(where, [given[1]]), pointer)
        builder.call(asked, [address, number(_READ), number(_KEEP), number(_DATA)])
        return context.get_dummy_value()

    return types.void(array, types.intp), emit
